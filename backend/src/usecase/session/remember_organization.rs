//! Where `/` leads next time.

use domain::id::{DeviceId, PublicId};

use crate::{Backend, Identity, StoreError, commit::Technical, store};

/// Notes which organization the person looks at. In the background: nobody waits for it, and if it
/// fails nothing is lost.
pub fn remember_organization(backend: &Backend, identity: &Identity, organization: PublicId) {
    if identity.last_org == Some(organization) {
        return;
    }
    let (backend, device) = (backend.clone(), identity.device);
    backend.tasks.clone().spawn(async move {
        if let Err(error) = remember(&backend, device, organization).await {
            tracing::debug!(%error, "the organization was not noted");
        }
    });
}

async fn remember(
    backend: &Backend,
    device: DeviceId,
    organization: PublicId,
) -> Result<(), StoreError> {
    let mut tx = backend.store.begin().await?;
    store::devices::remember_org(&mut tx, device, organization).await?;
    backend.commit_technical(tx, Technical::LastSeen).await
}
