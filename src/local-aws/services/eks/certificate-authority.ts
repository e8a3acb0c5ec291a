/**
 * The certificate authority that every cluster names: a real X.509 certificate, so that clients which parse it are content,
 * made for this and valid for a hundred years. Its private key was thrown away: nothing here speaks the Kubernetes API.
 */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBkjCCATegAwIBAgIUK1rBxtHnGQTnmVVevkcN0yb7UwUwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjMxMjA5NTBaGA8yMTI2MTAz
MDEyMDk1MFowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABHE8K9L4L33MdBstDRDp5RMeVgmnj8g9I2xuHk6aUr1tWHVk7WlG
a0HI98mkeKn3CSibHaH3Int7pQpR0xatenOjYzBhMB0GA1UdDgQWBBT1xEVyvyTp
O4Tc4C6xp5yrKjHUODAfBgNVHSMEGDAWgBT1xEVyvyTpO4Tc4C6xp5yrKjHUODAP
BgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICpDAKBggqhkjOPQQDAgNJADBG
AiEAoruRcRUcbyAR68ezQTAOXsRDcvOB4w80xci6G9QVCE8CIQCwb44cfVKhsfj+
mYP0QbjSGsBq0EcpjNDBC+kbDT6BGw==
-----END CERTIFICATE-----
`;

/** `certificateAuthority.data` of a cluster: base64 of PEM. */
export const certificateAuthorityData = Buffer.from(certificate).toString("base64");
