import { z } from 'zod';
import { problems } from '../contract/problems';
import type { Route } from '../contract/route';
import { routes } from '../contract/routes';
import { schemas } from '../contract/schemas';
import type { RouteName } from '../contract/types';
import { exampleOf, type JsonSchema } from './example';
import { problemsOf } from './route-problems';

interface Parts {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType | 'bytes';
  readonly reply: z.ZodType | 'pdf' | 'file';
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema & { $schema?: string };
  return rest;
};

const parametersOf = (place: 'path' | 'query', schema: z.ZodType | undefined): object[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input');
  return Object.entries(properties).map(([name, held]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: held,
    ...(place === 'path' ? { example: exampleOf(held, name) } : {}),
  }));
};

const audiences = {
  public: '不用登录',
  citizen: '登录后',
  verified: '实名后',
  subject: '实名后，且此刻能代表该主体',
  staff: '工作人员登录后',
} as const;

const idempotencyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: '同一次提交的编号，8 到 64 位。重发用同一个编号，得到同一个答复。',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
  example: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
};

const responsesOf = (name: RouteName, route: Route, { reply, ...parts }: Parts): object => {
  const byStatus = new Map<number, string[]>();
  const codes = problemsOf(name, route, { body: parts.body, parts: Boolean(parts.params ?? parts.query ?? parts.body) });
  for (const code of codes) byStatus.set(problems[code][0], [...(byStatus.get(problems[code][0]) ?? []), code]);
  const refused = [...byStatus].map(([status, held]) => [
    String(status),
    {
      description: held.map(code => `${code}:${problems[code as keyof typeof problems][1]}`).join('\n'),
      ...(status === 429 || status === 503
        ? { headers: { 'Retry-After': { schema: { type: 'integer' }, description: '几秒后再试' } } }
        : {}),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(
            held.map(code => [
              code,
              {
                value: { type: `/api-docs#${code}`, title: problems[code as keyof typeof problems][1], status, code, requestId: 'k3f9-1' },
              },
            ]),
          ),
        },
      },
    },
  ]);
  const content = (type: string): object => ({ [type]: { schema: { type: 'string', contentMediaType: type } } });
  const json = (schema: JsonSchema): object => ({ 'application/json': { schema, example: exampleOf(schema) } });
  const replied =
    reply === 'file'
      ? { description: '文件', content: content('application/octet-stream') }
      : reply === 'pdf'
        ? { description: 'PDF 文件', content: content('application/pdf') }
        : { description: '成功', content: json(schemaOf(reply, 'output')) };
  return { '200': replied, ...Object.fromEntries(refused) };
};

const bytesBody = { 'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } } };

const jsonBody = (sent: z.ZodType): object => {
  const schema = schemaOf(sent, 'input');
  return { 'application/json': { schema, example: exampleOf(schema) } };
};

const operationOf = (name: RouteName, route: Route, parts: Parts): object => {
  const content = parts.body && (parts.body === 'bytes' ? bytesBody : jsonBody(parts.body));
  return {
    operationId: name,
    summary: route.summary,
    description: `${audiences[route.audience]}。${route.sandboxOnly ? '只在演示环境里有。' : ''}`,
    tags: [name.split('.')[0]],
    security: route.audience === 'public' ? [] : [route.audience === 'staff' ? { staffCookie: [] } : { bearer: [] }],
    parameters: [
      ...parametersOf('path', parts.params),
      ...parametersOf('query', parts.query),
      ...(route.creates ? [idempotencyHeader] : []),
    ],
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: responsesOf(name, route, parts),
  };
};

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', description: '说明这个问题的地址' },
    title: { type: 'string', description: '给人看的一句话' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(problems) },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      description: '每一处不对：pointer 是指向请求体的 JSON pointer，查询参数在 /query 下，路径参数在 /params 下',
      items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
    },
    retryAfterSec: { type: 'integer' },
    resumeFrom: { type: 'integer', description: '上传附件时：已收到多少字节，从这里接着传' },
    requestId: { type: 'string' },
  },
};

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly [more: string]: unknown;
}

/** OpenAPI 3.1 from the contract itself: there is no second description to keep in step. */
export const makeOpenApi = ({ title, publicUrl, sandbox }: { title: string; publicUrl: string; sandbox: boolean }): OpenApi => {
  const paths: Record<string, Record<string, object>> = {};
  for (const name of Object.keys(routes) as RouteName[]) {
    const route: Route = routes[name];
    if (route.sandboxOnly && !sandbox) continue;
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route, schemas[name]) };
  }
  return {
    openapi: '3.1.0',
    info: { title: `${title} API`, version: '1', description: '这里展示公共信用信息，不是征信服务。' },
    servers: [{ url: `${publicUrl}/api` }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: '登录得到的访问令牌，最长 15 分钟' },
        staffCookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'chengxin_staff',
          description: '工作人员的登录；不是 GET 的还要带 X-CSRF-Token',
        },
      },
      schemas: { Problem: problemSchema },
    },
  };
};
