// The service, as docs/api.md has it. Only its origin is ever asked; no cookie is sent.

export interface Comment {
  id: string;
  parent: string | null;
  author: { name: string; url: string };
  body_html: string;
  language?: string;
  submitted_at: string;
  edited_at?: string | null;
  pinned?: boolean;
  picked?: boolean;
  staff?: boolean;
}

export interface Page {
  count: number;
  closed: boolean;
  comments: Comment[];
  next: string | null;
}

export interface Facts {
  required: string[];
  limits?: Record<string, number>;
  form_token?: string;
  honeypot?: string;
  features?: { edit_minutes?: number; typical_wait_seconds?: number | null };
}

export interface Answered extends Comment {
  status: string;
  author_token?: string;
  status_url?: string;
}

/** The service said no, in words of its own; status 0: nobody answered, or not to the end. */
export interface Refusal {
  status: number;
  title?: string;
  errors?: { field: string; code: string; message: string }[];
}

/** One request; the answer's JSON, or a `Refusal` is thrown. */
export type Ask = <T>(path: string, method?: string, body?: object, headers?: Record<string, string>) => Promise<T>;

const PATIENCE = 20_000; // milliseconds

export const asker = (base: string, language: string, stopped: AbortSignal): Ask =>
  async (path, method = "GET", body, headers) => {
    let status = 0;
    let said: any = {};
    try {
      const answer = await fetch(base + path, {
        method,
        credentials: "omit",
        cache: "no-cache", // an own change is seen at once; what is the same is not sent again
        signal: AbortSignal.any([stopped, AbortSignal.timeout(PATIENCE)]),
        headers: { "Accept-Language": language, ...(body && { "Content-Type": "application/json" }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (answer.status !== 204) said = await answer.json();
      status = answer.status; // only now: an answer that broke off is none
    } catch {
      // nobody answered
    }
    if (status < 200 || status > 299) throw { ...said, status } as Refusal;
    return said;
  };
