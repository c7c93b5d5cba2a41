import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { takeReport } from '../shared/engine/mail/reports.ts';
import { reportIn, validationCode } from '../shared/mail/index.ts';
import { bringsReports } from './composition.ts';
import { serveService } from './http.ts';

serveService(endpoints.takeMailReports, async ({ request, ports, alarms, read }) => {
  if (!(await bringsReports(request.headers.get('authorization')))) {
    throw new Problem(
      403,
      'reports.notAllowed',
      'Delivery reports are taken from the application that `MAIL_REPORTS_APP_ID` names, by a token of the operator’s own tenant.',
    );
  }
  const events = await read();
  const code = validationCode(events);
  if (code !== undefined) return { status: 200, body: { validationResponse: code } };
  for (const event of events) {
    const report = reportIn(event);
    if (report) await takeReport(ports, alarms, report);
  }
  return { status: 200, body: {} };
});
