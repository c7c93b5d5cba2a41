import type { Host } from './host.ts';

const entitlement =
  '{ "plan": "standard", "country": "JP", "delegatedPartners": ["fabrikam"], "purchasedFrom": "microsoft" }';

const supportCase = `{ "tenantId": "contoso", "title": "Sales order posting fails for everyone",
  "description": "Posting any sales order ends in an error since this morning.",
  "severity": "A", "require24X7Response": true, "category": "technical", "problemType": "breakFix",
  "service": { "name": "Dynamics 365 Finance", "releaseStage": "generallyAvailable" },
  "environment": { "name": "prod", "build": "10.0.42.1", "machine": "aos-3", "user": "u-9", "document": "SO-1001" },
  "problemStartTime": "%PROBLEM_START%",
  "contactDetails": { "firstName": "Aiko", "lastName": "Tanaka", "primaryEmailAddress": "aiko@contoso.example",
    "phoneNumber": "+81-3-0000-0000", "preferredTimeZone": "Asia/Tokyo", "country": "JP",
    "preferredSupportLanguage": "ja" },
  "submitter": { "id": "u-17", "roles": ["Power Platform Administrator"] } }`;

/** Prints where everything is, and commands that submit a case. The first line is what programs look for. */
export function printBanner({ origin, clock }: Pick<Host, 'origin' | 'clock'>, data: string): void {
  const now = new Date(clock.now()).toISOString();
  const pace =
    clock.speed === 1 ? 'real time' : clock.speed === 0 ? 'stands still until told' : `speed ${clock.speed}`;
  const problemStart = new Date(clock.now() - 30 * 60_000).toISOString();
  const token = (role: string) =>
    `$(curl -s '${origin}/local/token?role=${role}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`;
  process.stdout.write(`Caseclock is running at ${origin}
  API          ${origin}/api
  OpenAPI      ${origin}/local/openapi/
  Mailbox      ${origin}/local/
  Operations   ${origin}/ops
  Clock        ${now} (${pace}); ${origin}/local/clock
  Data         ${data}

Submit a case:

  OPERATIONS=${token('operations')}
  INTEGRATION=${token('integration')}
  curl -s -X PUT '${origin}/api/entitlements/contoso' -H "authorization: Bearer $OPERATIONS" \\
    -H 'content-type: application/json' -d '${entitlement}'
  curl -s '${origin}/api/cases' -H "authorization: Bearer $INTEGRATION" \\
    -H 'content-type: application/json' -d '${supportCase.replace('%PROBLEM_START%', problemStart)}'

Let an hour pass:

  curl -s '${origin}/local/clock' -H 'content-type: application/json' -d '{ "advance": "PT1H" }'

`);
}
