// Pages without WebAssembly: the button that shows a typed password.
for (const button of document.querySelectorAll('.reveal')) {
  const input = button.previousElementSibling
  button.hidden = false
  button.onclick = () => {
    input.type = input.type === 'text' ? 'password' : 'text'
  }
  // Sent as plain text, it could end up among the browser's suggestions.
  input.form?.addEventListener('submit', () => {
    input.type = 'password'
  })
}

// A second click does not send a form again, until the page is shown anew.
const sent = new Set()
addEventListener('submit', (event) => {
  if (sent.has(event.target)) event.preventDefault()
  else sent.add(event.target)
})
addEventListener('pageshow', () => sent.clear())
