// A long form keeps what was entered in this tab only, so that a lost connection loses nothing; personal data must not
// stay on a shared phone: it goes once the form was taken, at signing out, with somebody else, and with the tab.
const PREFIX = 'draft:'

function drafts() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))
}

function forget(keep = () => false) {
  for (const key of drafts()) if (!keep(key)) sessionStorage.removeItem(key)
}

function entered(form) {
  const kept = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && name !== 'csrfmiddlewaretoken')
  return new URLSearchParams(kept).toString()
}

if (document.querySelector('[data-drafts-over]')) forget()

document.addEventListener('submit', (event) => {
  if (event.target.matches('[action$="/logout/"]')) forget()
})

for (const form of document.querySelectorAll('form[data-draft]')) {
  const key = `${PREFIX}${form.dataset.who}:${form.dataset.draft}`
  forget((one) => one.startsWith(`${PREFIX}${form.dataset.who}:`))
  const begun = entered(form)
  const offer = form.querySelector('.draft-offer')
  form.querySelector('.draft-note').hidden = false
  const kept = sessionStorage.getItem(key)
  const goesOn = form.matches('[data-goes-on]') // back from registering what somebody brought up here
  if (kept && goesOn) restore(form, kept)
  else if (goesOn || form.matches('[data-answered]')) sessionStorage.setItem(key, begun)
  offer.hidden = !kept || kept === begun || goesOn || form.matches('[data-answered]')

  form.querySelector('[data-draft-restore]').addEventListener('click', () => restore(form, kept))
  form.querySelector('[data-draft-drop]').addEventListener('click', () => {
    sessionStorage.removeItem(key)
    offer.hidden = true
  })
  const keep = () => {
    offer.hidden = true
    sessionStorage.setItem(key, entered(form))
  }
  form.addEventListener('input', keep)
  form.addEventListener('change', keep)
  window.addEventListener('online', () => (form.querySelector('.draft-offline').hidden = true))
}

// Without a connection a form is not sent: the browser's error page would take the place of what was entered.
document.addEventListener(
  'submit',
  (event) => {
    const note = event.target.querySelector('.draft-offline')
    if (!note || navigator.onLine) return
    event.preventDefault()
    event.stopPropagation()
    note.hidden = false
  },
  true,
)

// The server puts the page together again from what was kept, matters that were added included.
function restore(form, kept) {
  const again = document.createElement('form')
  again.method = 'post'
  const values = [...new URLSearchParams(kept), ['look', 'draft']]
  values.push(['csrfmiddlewaretoken', form.querySelector('[name=csrfmiddlewaretoken]').value])
  for (const [name, value] of values) {
    const field = document.createElement('input')
    field.type = 'hidden'
    field.name = name
    field.value = value
    again.append(field)
  }
  document.body.append(again)
  again.submit()
}
