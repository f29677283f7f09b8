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
