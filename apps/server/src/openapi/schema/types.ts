import type * as z from 'zod'

/** The parts of OpenAPI 3.1 that the document uses. Schemas are JSON Schema draft 2020-12, the dialect of 3.1. */
export interface OpenApiDocument {
  openapi: '3.1.0'
  info: {
    title: string
    version: string
    summary: string
    description: string
    contact: { name: string; url: string }
    license: { name: string; identifier: string }
  }
  servers: { url: string; description: string }[]
  security: Security[]
  tags: { name: string; description: string }[]
  paths: Record<string, Partial<Record<Verb, Operation>>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, Response>
    headers: Record<string, Header>
    securitySchemes: Record<string, { type: 'http'; scheme: 'bearer'; description: string }>
  }
}

export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type JsonSchema = z.core.JSONSchema.BaseSchema
type Security = Record<string, string[]>

export interface Reference {
  $ref: string
}

export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security?: Security[]
  parameters?: Parameter[]
  requestBody?: { required: true; content: Record<string, MediaType> }
  responses: Record<string, Response | Reference>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
}

export interface MediaType {
  schema: JsonSchema
  example?: unknown
  examples?: Record<string, { value: unknown }>
}

export interface Header {
  description: string
  schema: JsonSchema
  example: string
}

export interface Response {
  description: string
  headers: Record<string, Reference>
  content: Record<string, MediaType>
}
