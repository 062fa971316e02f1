import { ROLES, type Role } from './contract';
import { useOrganisation } from './useOrganisation';

/** The roles that this person can give: owners all, managers those who decide nothing about people. The server says as what one stands. */
export function useGivenRoles(): Role[] {
  const { organisation } = useOrganisation();
  return organisation.standing === 'owner' ? [...ROLES] : ['member', 'viewer'];
}
