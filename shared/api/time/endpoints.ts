/** Due instants and business calendars. */
import { z } from 'zod';

import {
  calendarApplyViewSchema,
  calendarLayerPutSchema,
  calendarLayerViewSchema,
  calendarPlaceParams,
  calendarPlaceQuery,
  calendarPreviewQuery,
} from './calendarLayers.ts';
import { calendarQuerySchema, calendarsViewSchema, calendarViewSchema } from './calendars.ts';
import { policyPreviewViewSchema } from '../policies.ts';
import {
  deadlineSchema,
  deadlinesQuerySchema,
  deadlinesSchema,
  largestDeadlines,
  mostDeadlines,
} from './deadlineAsked.ts';
import { deadlineViewSchema } from './deadlines.ts';
import { mostSegments } from './segments.ts';
import { anyRole, type Endpoint } from '../endpoint.ts';

export const timeEndpoints = {
  computeDeadlines: {
    id: 'computeDeadlines',
    method: 'POST',
    path: 'api/deadlines',
    summary: 'When a duration is over, with the proof',
    description: `One deadline, or an array of up to ${mostDeadlines} that is answered in the same order. No case is needed and nothing is kept. Proofs of more than ${mostSegments} segments together are refused with 422 \`answer.tooLarge\`.`,
    roles: anyRole,
    query: deadlinesQuerySchema,
    body: deadlinesSchema,
    elements: { schema: deadlineSchema, most: mostDeadlines },
    largestBody: largestDeadlines,
    answers: {
      200: {
        description: 'The due instant with its proof, or an array of them',
        schema: z.union([deadlineViewSchema, z.array(deadlineViewSchema)]),
      },
    },
    problems: [413, 415, 422],
  },
  listCalendars: {
    id: 'listCalendars',
    method: 'GET',
    path: 'api/calendars',
    summary: 'Every country calendar',
    description: 'What holds in each country now: time zones, hours, and how far its holidays are known.',
    roles: anyRole,
    answers: { 200: { description: 'All countries', schema: calendarsViewSchema } },
  },
  readCalendar: {
    id: 'readCalendar',
    method: 'GET',
    path: 'api/calendars/{country}',
    summary: 'Hours, holidays and next opening of a country',
    description:
      'Hours and holidays as cases submitted now get them, with layers of operations, and where days are not sure.',
    roles: anyRole,
    params: calendarPlaceParams,
    query: calendarQuerySchema,
    answers: { 200: { description: 'The calendar', schema: calendarViewSchema } },
    problems: [404],
  },
  putCalendarLayer: {
    id: 'putCalendarLayer',
    method: 'PUT',
    path: 'api/calendars/{country}',
    summary: 'Put holidays, working days or hours over a calendar of the product',
    description:
      'The body is the whole of what operations put over the calendar of a country, or of a region of it; it replaces what was put before, and the same again makes no new version. A layer of a country counts for those of its regions that have none of their own. `applyTo: "open"` puts open cases under it too, with old and new due instants on their timelines.',
    roles: ['operations'],
    params: calendarPlaceParams,
    query: calendarPlaceQuery,
    body: calendarLayerPutSchema,
    headers: ['If-Match'],
    answers: {
      200: { description: 'It was put last before, too', schema: calendarLayerViewSchema, headers: ['ETag'] },
      201: { description: 'Kept', schema: calendarLayerViewSchema, headers: ['ETag'] },
    },
    problems: [404, 412, 413, 415],
  },
  previewCalendarLayer: {
    id: 'previewCalendarLayer',
    method: 'POST',
    path: 'api/calendars/{country}/preview',
    summary: 'What a changed calendar would do to the open cases',
    description:
      'The same body as to put it. Which due instants would move and which would break at once, if open cases were put under it now. Nothing is changed.',
    roles: ['operations'],
    params: calendarPlaceParams,
    query: calendarPreviewQuery,
    body: calendarLayerPutSchema,
    answers: { 200: { description: 'What would move', schema: policyPreviewViewSchema } },
    problems: [404, 413, 415],
  },
  applyCalendar: {
    id: 'applyCalendar',
    method: 'POST',
    path: 'api/calendars/{country}/apply',
    summary: 'Put open cases under the present calendar',
    description:
      "Open cases of the country, or of one region of it, get what a case submitted now would get: this release's data, and operations' layer that is in force. Each has old and new due instants on its timeline.",
    roles: ['operations'],
    params: calendarPlaceParams,
    query: calendarPlaceQuery,
    answers: { 200: { description: 'What was done', schema: calendarApplyViewSchema } },
    problems: [404],
  },
} as const satisfies Record<string, Endpoint>;
