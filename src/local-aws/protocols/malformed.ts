import { ServiceError } from "../errors.ts";

/** What S3 says of every body that its schema does not allow. */
export function malformedXml(): ServiceError {
  return new ServiceError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}

/** What S3 says of a header or query parameter that is no number, `max-keys=many`, or no truth value. */
export function wrongArgument(name: string, text: string, kind: "number" | "boolean"): ServiceError {
  const message =
    kind === "number" ? `Provided ${name} not an integer or within integer range` : `Invalid ${name}`;
  return new ServiceError("InvalidArgument", message, 400, {
    ArgumentName: name,
    ArgumentValue: text,
  });
}

/** What EC2 says of a parameter that the operation does not have; the other query services have the code for it in their common errors. */
export function unknownParameter(
  name: string,
  code: "UnknownParameter" | "InvalidQueryParameter",
): ServiceError {
  return new ServiceError(code, `The parameter ${name} is not recognized`);
}

/** JSON that is no value of the shape, in the words of AWS's common framework. */
export function serialization(message: string): ServiceError {
  return new ServiceError("SerializationException", message);
}
