/**
 * Where Kubernetes services have their addresses. Fixed, because EKS would choose by the VPC's block and can never change it:
 * no VPC of ours may overlap it.
 */
export const SERVICE_CIDR = "172.20.0.0/16";
