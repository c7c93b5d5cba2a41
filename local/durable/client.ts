/** Where the Durable extension's HTTP API stands for the app's own clients, which can send a key in the path only. */
export const rpcPath = (key: string): string => `/durabletask/${key}/`;
/** Where it stands for others, who give the key as `code`. */
export const webhookPath = '/runtime/webhooks/durabletask/';

/** The URLs with which one instance is watched and managed; `id` may be a placeholder. */
export function managementUrls(
  origin: string,
  hubName: string,
  key: string,
  id: string,
): Record<string, string> {
  const query = `taskHub=${encodeURIComponent(hubName)}&connection=Storage&code=${encodeURIComponent(key)}`;
  const base = `${origin}${webhookPath}instances/${id}`;
  return {
    id,
    statusQueryGetUri: `${base}?${query}`,
    sendEventPostUri: `${base}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${base}/terminate?reason={text}&${query}`,
    rewindPostUri: `${base}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${base}?${query}`,
    restartPostUri: `${base}/restart?${query}`,
    suspendPostUri: `${base}/suspend?reason={text}&${query}`,
    resumePostUri: `${base}/resume?reason={text}&${query}`,
  };
}

/** What the client binding of `durable-functions` is given. */
export function durableClient(origin: string, hubName: string, key: string): object {
  const query = `taskHub=${encodeURIComponent(hubName)}&connection=Storage&code=${encodeURIComponent(key)}`;
  const create = `${origin}${webhookPath}orchestrators/{functionName}[/{instanceId}]`;
  return {
    taskHubName: hubName,
    creationUrls: {
      createNewInstancePostUri: `${create}?${query}`,
      createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${query}`,
    },
    managementUrls: managementUrls(origin, hubName, key, 'INSTANCEID'),
    baseUrl: `${origin}${webhookPath.slice(0, -1)}`,
    requiredQueryStringParameters: `code=${encodeURIComponent(key)}`,
    rpcBaseUrl: `${origin}${rpcPath(key)}`,
  };
}
