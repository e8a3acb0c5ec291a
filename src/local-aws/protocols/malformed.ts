import { ServiceError } from "../errors.ts";

/** What S3 says of every body that its schema does not allow. */
export function malformedXml(): ServiceError {
  return new ServiceError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
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
