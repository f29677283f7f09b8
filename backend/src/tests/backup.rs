//! A backup is a database.

use std::fs;

use crate::{
    BackupError, Database, Store,
    testing::{World, on_postgres, on_sqlite},
    usecase::operate::{backup, check_invariants},
};

#[test]
fn a_backup_taken_while_people_work_is_sound() {
    on_sqlite(async |world| {
        world.sign_up("olivia@harbour.example").await;
        let folder = tempfile::tempdir().expect("folder");
        let target = folder.path().join("copy.sqlite");
        let mut tx = world.backend.store.begin().await.expect("somebody writes meanwhile");
        let permit = domain::rights::system("test", None);
        let now = world.backend.now();
        crate::store::installation::appoint_first_staff(&mut tx, &permit, now)
            .await
            .expect("wrote");
        backup(&world.backend.store, &target).await.expect("backup");
        drop(tx);

        let copy = Store::connect_read_only(&Database::Sqlite { path: target.clone() }).await;
        let copy = copy.expect("the copy opens");
        assert_eq!(check_invariants(&copy).await.expect("checked"), []);
        let files: Vec<_> = fs::read_dir(folder.path()).expect("folder").collect();
        assert!(files.len() <= 3, "nothing is left behind: {files:?}");
        let again = backup(&world.backend.store, &target).await;
        assert!(matches!(again, Err(BackupError::Exists(_))), "never over an older one");
    });
}

#[test]
fn a_copy_that_is_not_sound_is_no_backup() {
    on_sqlite(async |world: &World| {
        world.sign_up("olivia@harbour.example").await;
        world.tamper("UPDATE organizations SET active_representatives = 7").await;
        let folder = tempfile::tempdir().expect("folder");
        let target = folder.path().join("copy.sqlite");
        let outcome = backup(&world.backend.store, &target).await;
        assert!(matches!(outcome, Err(BackupError::Unsound(_))), "{outcome:?}");
        assert!(!target.exists());
    });
}

#[test]
fn a_server_is_backed_up_by_its_own_tools() {
    on_postgres(async |world| {
        let folder = tempfile::tempdir().expect("folder");
        let outcome = backup(&world.backend.store, &folder.path().join("copy")).await;
        assert!(matches!(outcome, Err(BackupError::NotAFile)));
    });
}
