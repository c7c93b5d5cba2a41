/** One action that an orchestrator asked for, as `durable-functions` reports it. */
export interface Action {
  actionType: number;
  functionName?: string;
  input?: unknown;
  instanceId?: string | null;
  fireAt?: Date | string;
  isCanceled?: boolean;
  externalEventName?: string;
  retryOptions?: RetryOptions;
  compoundActions?: Action[];
}

export interface RetryOptions {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
}

export const ActionType = {
  CallActivity: 0,
  CallActivityWithRetry: 1,
  CallSubOrchestrator: 2,
  CallSubOrchestratorWithRetry: 3,
  ContinueAsNew: 4,
  CreateTimer: 5,
  WaitForExternalEvent: 6,
  WhenAny: 11,
  WhenAll: 12,
} as const;

/**
 * The single actions in the order in which the package numbers them: compound ones unfolded, and each action
 * once even if the orchestrator waits for it again in a later `Task.any` or `Task.all`.
 */
export function flatten(actions: readonly Action[], seen = new Set<Action>()): Set<Action> {
  for (const action of actions) {
    if (action.compoundActions) flatten(action.compoundActions, seen);
    else seen.add(action);
  }
  return seen;
}

/**
 * How long to wait after failed attempt number `attempt` (1 is the first), in ms: the first interval times the
 * backoff coefficient for each attempt before, up to the longest interval.
 */
export function retryDelay(options: RetryOptions, attempt: number): number {
  const grown = options.firstRetryIntervalInMilliseconds * (options.backoffCoefficient ?? 1) ** (attempt - 1);
  return Math.min(grown, options.maxRetryIntervalInMilliseconds ?? Infinity);
}
