// What the pages do beyond links and forms; every page can be read, and every form sent, without it.
import './rows.js'
import './draft.js'
import './session.js'

// Folding menus: Escape and a click elsewhere close them.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const fold of document.querySelectorAll('details.fold[open]')) {
    fold.open = false
    fold.querySelector('summary').focus()
  }
})
document.addEventListener('click', (event) => {
  for (const fold of document.querySelectorAll('details.fold[open]')) {
    if (!fold.contains(event.target)) fold.open = false
  }
})

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// A form is sent once: a second click waits for the answer. Coming back to the page frees it again.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!form.matches('[data-once]')) return
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = '1'
  for (const button of form.querySelectorAll('[type=submit]')) button.setAttribute('aria-disabled', 'true')
})
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent
    for (const button of form.querySelectorAll('[type=submit]')) button.removeAttribute('aria-disabled')
  }
})

// Going back to a list, what it was narrowed by says what is shown: not what was typed before leaving. Browsers that load
// the page anew are told by autocomplete="off"; those that kept it whole, here.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.querySelectorAll('form[method=get]')) form.reset()
})
