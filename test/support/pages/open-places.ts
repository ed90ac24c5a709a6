import type { TestApp } from '../app';
import { peopleOf } from '../people';
import { appPages } from './app-pages';

/** Every page of the app as this demo person opens it, those that show one thing with a record, a report, a message and a binding of theirs. */
export const placesOf = async (app: TestApp, key: string): Promise<string[]> => {
  const people = peopleOf(app);
  const { ok } = await people.demo(key);
  const params = { subjectId: (await ok('identity.read')).subjects.find(({ role }) => role === 'self')?.subjectId ?? '' };
  const { items } = await ok('profile.readSection', { params: { ...params, sectionId: 'penalty' }, query: {} });
  const { messageId } = await ok('help.send', { body: { kind: 'help', text: '字再大一些'.repeat(40), page: null } });
  const [orgCode = ''] = (await people.person('org_code_zero')).orgCodes;
  const { bindingId } = await ok('merchant.bind', { body: { orgCode, role: 'agent' } });
  const { reportId } = await ok('report.request', {
    params,
    body: {
      variant: 'full',
      purpose: 'rent',
      recipient: '长'.repeat(30),
      periodFrom: null,
      periodTo: null,
      domains: [],
      allowNumbers: true,
    },
  });
  const asked: Readonly<Record<string, string>> = {
    '/file/pages/section/index': 'sectionId=penalty',
    '/file/pages/record/index': `sectionId=penalty&recordId=${items[0]?.recordId}`,
    '/report/pages/report/index': `reportId=${reportId}`,
    '/help/pages/message/index': `messageId=${messageId}`,
    '/account/pages/merchant-confirm/index': `bindingId=${bindingId}`,
  };
  return [
    ...appPages().map(path => (path in asked ? `${path}?${asked[path]}` : path)),
    ...['honor', 'judicial'].map(sectionId => `/file/pages/section/index?sectionId=${sectionId}`),
  ];
};
