/** What a route template answers to, and where its parameters stand. */
export interface Route {
  pattern: RegExp;
  parameters: string[];
}

const constraints: Record<string, string> = {
  int: '-?\\d+',
  long: '-?\\d+',
  guid: '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  alpha: '[A-Za-z]+',
  bool: '[Tt]rue|[Ff]alse',
};

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Compiles a route template of an HTTP trigger: `cases/{id}`, `{name:int}`, `{name?}`, `{*rest}`. Literals match
 * in either case. Throws on a constraint that is not supported.
 */
export function compileRoute(template: string): Route {
  const parameters: string[] = [];
  let source = '';
  for (const segment of template.split('/').filter((each) => each !== '')) {
    const whole = /^\{(\*{0,2})([A-Za-z_]\w*)(?::(\w+))?(\?)?\}$/.exec(segment);
    if (!whole) {
      source += `/${segment
        .split(/(\{\w+\})/)
        .map((part) => literalOrParameter(part, parameters))
        .join('')}`;
      continue;
    }
    const [, rest, name = '', constraint, optional] = whole;
    parameters.push(name);
    const allowed = constraint === undefined ? '[^/]+' : constraints[constraint];
    if (!allowed)
      throw new Error(`The route ${template} has a constraint that is not supported: ${constraint}`);
    if (rest) source += '(?:/(.*))?';
    else source += optional ? `(?:/(${allowed}))?` : `/(${allowed})`;
  }
  return { pattern: new RegExp(`^${source}/?$`, 'i'), parameters };
}

function literalOrParameter(part: string, parameters: string[]): string {
  const name = /^\{(\w+)\}$/.exec(part)?.[1];
  if (name === undefined) return escape(part);
  parameters.push(name);
  return '([^/]+?)';
}

/** The parameters if `path` (still encoded) matches; throws a URIError on a malformed escape. */
export function matchRoute(route: Route, path: string): Record<string, string> | undefined {
  const match = route.pattern.exec(path);
  if (!match) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of route.parameters.entries()) {
    const value = match[index + 1];
    if (value !== undefined && value !== '') params[name] = decodeURIComponent(value);
  }
  return params;
}
