// Rows of a form (web/rows.py): more of them without a journey to the server, Enter goes on to the next one.
function addRow(rows) {
  const total = rows.querySelector('[name$="-TOTAL_FORMS"]')
  const template = rows.querySelector('template')
  const holder = document.createElement('div')
  holder.append(template.content.cloneNode(true))
  for (const node of holder.querySelectorAll('*')) {
    for (const { name, value } of [...node.attributes]) {
      if (value.includes('__prefix__')) node.setAttribute(name, value.replaceAll('__prefix__', total.value))
    }
  }
  const row = holder.firstElementChild
  template.before(row)
  total.value = String(Number(total.value) + 1)
  window.htmx?.process(row)
  focusIn(row)
}

function focusIn(row) {
  row.querySelector('input:not([type=hidden]), textarea, select').focus()
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-add-row]')
  if (!button) return
  event.preventDefault()
  addRow(button.closest('[data-rows]'))
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing) return
  const form = event.target.closest('form[data-keys]')
  if (form && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    form.requestSubmit()
  } else if (event.target.matches('[data-enter-adds]') && !event.shiftKey) {
    event.preventDefault()
    const row = event.target.closest('[data-row]')
    const rows = row.closest('[data-rows]')
    const all = [...rows.querySelectorAll('[data-row]')]
    const next = all[all.indexOf(row) + 1]
    if (next) focusIn(next)
    else if (event.target.value.trim()) addRow(rows)
  }
})

// One box ticks all of the same form; without scripts it is not there.
for (const label of document.querySelectorAll('[data-check-all]')) {
  label.hidden = false
  label.querySelector('input').addEventListener('change', (event) => {
    for (const box of label.closest('form').querySelectorAll('tbody [type=checkbox]')) box.checked = event.target.checked
  })
}
