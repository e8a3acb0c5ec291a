import { ServiceError } from "../errors.ts";
import { bodyText } from "../wire.ts";
import { type FormDialect, parseForm, readForm } from "./form.ts";
import { byName, type Protocol } from "./protocol.ts";
import { escapeMessage, xmlMembersWriter } from "./xml.ts";

interface QueryOptions {
  /** XML namespace of answers, such as `https://iam.amazonaws.com/doc/2010-05-08/`. */
  readonly xmlNamespace: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** IAM, STS, Auto Scaling: forms in, XML wrapped in `<ActionResponse><ActionResult>` out. */
export function awsQuery({ xmlNamespace }: QueryOptions): Protocol {
  return {
    ...formIn("awsQuery"),
    writeOutput: ({ name, output }, value, { requestId }) => {
      const inner = output.isStructSchema()
        ? `<${name}Result>${xmlMembersWriter(output)(value ?? {})}</${name}Result>`
        : "";
      const text = `<${name}Response xmlns="${xmlNamespace}">${inner}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
      return { status: 200, headers: headers("text/xml", requestId), body: text };
    },
    writeFault: ({ code, status, query, message, sender, headers: extra }, { requestId }) => ({
      status: query?.status ?? status,
      headers: { ...headers("text/xml", requestId), ...extra },
      body: `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${sender ? "Sender" : "Receiver"}</Type><Code>${query?.code ?? code}</Code><Message>${escapeMessage(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
}

/** EC2's own dialect: flat lists, capitalized names, no result wrapper. */
export function ec2Query({ xmlNamespace }: QueryOptions): Protocol {
  return {
    ...formIn("ec2Query"),
    writeOutput: ({ name, output }, value, { requestId }) => {
      const inner = output.isStructSchema() ? xmlMembersWriter(output)(value ?? {}) : "<return>true</return>";
      return {
        status: 200,
        headers: headers("text/xml;charset=UTF-8", requestId),
        body: `${declaration}<${name}Response xmlns="${xmlNamespace}"><requestId>${requestId}</requestId>${inner}</${name}Response>`,
      };
    },
    writeFault: ({ code, status, message, headers: extra }, { requestId }) => ({
      status,
      headers: { ...headers("text/xml;charset=UTF-8", requestId), ...extra },
      body: `${declaration}<Response><Errors><Error><Code>${code}</Code><Message>${escapeMessage(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    }),
  };
}

function formIn(dialect: FormDialect): Pick<Protocol, "name" | "router" | "readInput"> {
  return {
    name: dialect,
    router: (operations) => {
      const known = byName(operations);
      return (request) => {
        const form = parseForm(request.method === "GET" ? request.query : bodyText(request));
        const action = form.get("Action");
        if (action === undefined)
          throw new ServiceError("MissingAction", "The request must contain the parameter Action", 400);
        const operation = known.get(action);
        return operation ? { operation, form } : { missing: action };
      };
    },
    readInput: ({ operation, form }) => readForm(operation.input, form ?? new Map(), dialect),
  };
}

function headers(contentType: string, requestId: string): Record<string, string> {
  return { "content-type": contentType, "x-amzn-requestid": requestId };
}
