import type { Case, Entitlement } from '../../cases/index.ts';
import { toInstant } from '../../calendar/instant.ts';
import type { AppendEffects, CaseRow } from '../types.ts';
import type { Commit, Snapshot } from '../stream.ts';

/** 2026-11-20T08:00:00Z, the instant all samples count from (ms). */
export const start = Date.UTC(2026, 10, 20, 8);
export const minute = 60_000;

/** The n-th commit of a case: one event, whose message tells two commits of the same number apart. */
export function sampleCommit(caseId: string, number: number, message = `commit ${number}`): Commit {
  const at = toInstant(start + number * 1000);
  return {
    caseId,
    number,
    at,
    events: [
      {
        sequence: number + 1,
        type: 'engineer.contacted',
        at,
        decidedAsOf: at,
        by: { kind: 'caller', id: 'e-1', role: 'engineer' },
        rules: ['IR-A'],
        data: { message },
      },
    ],
  };
}

const sampleState: Case = {
  id: 'x',
  tenantId: 'contoso',
  status: 'open',
  rules: ['SUB-1'],
  title: 'Sales order posting fails — 転記エラー',
  severity: 'A',
  coverage: '24x7',
  plan: 'standard',
  category: 'technical',
  service: { name: 'Dynamics 365 Finance', releaseStage: 'generallyAvailable' },
  contactDetails: {
    firstName: 'Aiko',
    lastName: 'Tanaka',
    primaryEmailAddress: 'aiko@contoso.example',
    country: 'JP',
  },
  submitter: { id: 'u-17', roles: ['Power Platform Administrator'] },
  policyVersion: '2026-11',
  calendar: { country: 'JP', timeZone: 'Asia/Tokyo', product: '0000000000000000' },
  submittedAt: toInstant(start),
  clocks: [],
  mails: [],
  linkedCases: [],
  escalations: [],
  incidents: [],
  sequence: 1,
  at: toInstant(start),
  decisionSequence: 1,
};

/** The list row a case has after a commit. */
export function sampleRow(caseId: string, changes: Partial<CaseRow> = {}): CaseRow {
  const tenantId = changes.tenantId ?? 'contoso';
  const commit = changes.commit ?? 0;
  return {
    caseId,
    tenantId,
    commit,
    status: 'open',
    severity: 'A',
    submittedAt: start,
    dueAt: start + 60 * minute,
    breached: false,
    policyVersion: '2026-11',
    calendar: 'JP.0000000000000000',
    awaits: [],
    summary: {
      title: 'Sales order posting fails — 転記エラー',
      coverage: '24x7',
      plan: 'standard',
      country: 'JP',
      clocks: [],
      sequence: commit + 1,
    },
    ...changes,
  };
}

/** A snapshot of the case as that commit left it, of fold version 1. */
export function sampleSnapshot(caseId: string, commit: number): Snapshot {
  const state = { ...sampleState, id: caseId, sequence: commit + 1 };
  return { caseId, commit, sequence: commit + 1, foldVersion: 1, state };
}

/** What goes with a commit that moves the case's wake from `wakeBefore` to `wakeAfter`. */
export function sampleEffects(
  commit: Commit,
  wakeBefore: number | null = null,
  wakeAfter: number | null = start + 30 * minute,
  row: Partial<CaseRow> = {},
): AppendEffects {
  return {
    row: sampleRow(commit.caseId, { commit: commit.number, ...row }),
    rowSince: commit.number,
    wakeBefore,
    wakeAfter,
    epoch: null,
    guardAt: start + minute,
  };
}

export const sampleEntitlement: Entitlement = {
  plan: 'standard',
  country: 'JP',
  delegatedPartners: ['fabrikam'],
  purchasedFrom: 'microsoft',
};
