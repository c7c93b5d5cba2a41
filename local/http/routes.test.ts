import { describe, expect, test } from 'vitest';
import { compileRoute, matchRoute } from './routes.ts';

describe('matching', () => {
  test.each([
    ['api/cases', '/api/cases', {}],
    ['api/cases', '/api/cases/', {}],
    ['api/cases', '/API/Cases', {}],
    ['api/cases', '/api/casesX', undefined],
    ['api/cases/{id}', '/api/cases', undefined],
    ['api/cases/{id}', '/api/cases/a%2Fb', { id: 'a/b' }],
    ['api/cases/{id}', '/api/cases/a/b', undefined],
    ['a/{x}.{y}', '/a/file.txt', { x: 'file', y: 'txt' }],
    ['a.b', '/axb', undefined],
    ['{*rest}', '/', {}],
    ['{*rest}', '/a/b', { rest: 'a/b' }],
    ['n/{n:int}', '/n/-5', { n: '-5' }],
    ['n/{n:int}', '/n/5x', undefined],
    ['o/{a?}', '/o', {}],
    ['o/{a?}', '/o/1', { a: '1' }],
  ])('%s with %s', (template, path, expected) => {
    expect(matchRoute(compileRoute(template), path)).toEqual(expected);
  });

  test('a malformed escape is an error of the request', () => {
    expect(() => matchRoute(compileRoute('a/{x}'), '/a/%zz')).toThrow(URIError);
  });

  test('a constraint that is not supported is refused', () => {
    expect(() => compileRoute('a/{x:range}')).toThrow(/range/);
  });
});
