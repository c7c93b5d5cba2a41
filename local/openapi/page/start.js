const ui = SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // The badge of the validator would be asked for from outside.
  validatorUrl: null,
});

const form = document.querySelector('#sign-in');
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void signIn();
});

async function signIn() {
  const { role, tenantId } = Object.fromEntries(new FormData(form));
  const query = new URLSearchParams(tenantId ? { role, tenantId } : { role });
  const said = form.querySelector('output');
  try {
    const answer = await fetch(`/local/token?${query}`);
    const { token, title } = await answer.json();
    if (!answer.ok) throw new Error(title);
    ui.preauthorizeApiKey('token', token);
    said.textContent = `Calls are made as ${role}${tenantId ? ` of ${tenantId}` : ''}.`;
  } catch (error) {
    said.textContent = `No token: ${error.message}.`;
  }
}
