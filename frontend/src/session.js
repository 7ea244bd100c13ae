// The session ends some time after the last request. Two minutes before, say so, and offer to stay. Once it is over,
// nothing is sent that would be lost on the way to signing in: what was entered stays on the page until one is back.
const idle = document.getElementById('idle')
const over = document.getElementById('over')
const FRESH = 60_000 // milliseconds after an answer within which nobody asks again

if (idle) {
  const warnAfter = Number(idle.dataset.seconds) - 120
  let last = Date.now()

  // Whether who opened the page is still signed in, null without an answer; signing in anew gave the forms a new token.
  const stays = async () => {
    const answer = await fetch(idle.dataset.keep, { credentials: 'same-origin', redirect: 'manual' }).catch(() => null)
    if (!answer) return null
    if (!answer.ok || answer.headers.get('X-Who') !== idle.dataset.who) return false
    for (const token of document.querySelectorAll('[name=csrfmiddlewaretoken]')) {
      token.value = answer.headers.get('X-CSRFToken')
    }
    return true
  }
  const show = (stayed) => {
    if (stayed !== false) last = Date.now()
    over.hidden = stayed !== false
    idle.hidden = true
  }

  document.addEventListener('htmx:afterRequest', () => (last = Date.now()))
  idle.querySelector('button').addEventListener('click', async () => show(await stays()))
  window.setInterval(() => {
    idle.hidden = !over.hidden || (Date.now() - last) / 1000 < warnAfter
  }, 15_000)

  document.addEventListener(
    'submit',
    async (event) => {
      const { target: form, submitter } = event
      if (form.method !== 'post' || form.matches('[action$="/logout/"]') || Date.now() - last < FRESH) return
      event.preventDefault()
      event.stopPropagation()
      const stayed = await stays()
      show(stayed)
      if (stayed !== false) form.requestSubmit(submitter)
    },
    true,
  )

  // Suggestions that were asked for too late would put the page of signing in into this one.
  document.addEventListener('htmx:beforeSwap', (event) => {
    if (new URL(event.detail.xhr.responseURL).pathname !== over.querySelector('a').pathname) return
    event.detail.shouldSwap = false
    show(false)
  })
}
