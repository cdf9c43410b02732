//! Taking away what leavers had whose time is over, where the directory is asked over the network: nobody's policy asks for
//! them any more. What is to be taken away stands in the database until the directory has said that it is gone. It is a
//! state that is asked for, so to ask twice does no harm. Until it is gone nobody takes the person over, so that nothing
//! is taken away that was given anew.

use std::{sync::Arc, time::Duration};

use crate::{
    app::App,
    directory::{
        Answer, Wanted,
        graph::{Graph, LARGEST},
    },
    store::{StoreError, leavers, leavers::YetToLose, leaving_licences},
};

/// How often it is looked for those whose time has ended.
const LOOK_AROUND: Duration = Duration::from_secs(5);
/// How long the directory is left alone that could not do it just now.
const AFTER_FAILURE: Duration = Duration::from_mins(1);
/// How long asking may take.
const PATIENCE: Duration = Duration::from_secs(45);

/// Runs until the program has to stop; at once over where the directory is our own.
pub(crate) async fn run(app: Arc<App>) {
    let Some(graph) = app.directory.asked_by_jobs() else { return };
    while !*app.stopping.borrow() {
        let pause = match take_away(&app, graph).await {
            Ok(Taken::All) => LOOK_AROUND,
            Ok(Taken::NotAll) => AFTER_FAILURE,
            Err(error) => {
                tracing::error!(%error, "what leavers had could not be looked for; it is tried again");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.stopped() => {}
        }
    }
}

/// Whether anything is left.
enum Taken {
    All,
    NotAll,
}

async fn take_away(app: &App, graph: &Graph) -> Result<Taken, StoreError> {
    loop {
        let people = leavers::yet_to_lose(&mut app.store.read().await?, LARGEST).await?;
        if people.is_empty() {
            return Ok(Taken::All);
        }
        let wanted = people.iter().map(|person| wanted(app, person)).collect::<Vec<_>>();
        let answers = tokio::select! {
            answers = tokio::time::timeout(PATIENCE, graph.give(&[], &wanted)) => answers,
            () = app.stopped() => return Ok(Taken::NotAll),
        };
        let answers = match answers {
            Ok(Ok(answers)) => answers,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the directory could not be asked; licences of leavers wait");
                return Ok(Taken::NotAll);
            }
            Err(_) => {
                tracing::warn!("the directory takes too long; licences of leavers wait");
                return Ok(Taken::NotAll);
            }
        };
        let gone = people.iter().zip(&answers);
        // Whom it does not know has nothing there.
        let gone = gone.filter(|(_, answer)| matches!(answer, Answer::Has | Answer::NotFound));
        let gone = gone.map(|(person, _)| (&person.id, person.skus.as_slice()));
        let gone = gone.collect::<Vec<_>>();
        let is_all = gone.len() == people.len();
        let mut transaction = app.store.write().await?;
        leaving_licences::gone(&mut transaction, gone.into_iter()).await?;
        transaction.commit().await?;
        if !is_all || *app.stopping.borrow() {
            return Ok(Taken::NotAll);
        }
    }
}

fn wanted(app: &App, person: &YetToLose) -> Wanted {
    // One that has left the catalogue has no GUID by which it could be taken away.
    let products = person.skus.iter().filter_map(|sku| app.catalogue.product(sku));
    let leaving = products.map(|product| product.guid.to_ascii_lowercase()).collect();
    Wanted { email: person.email.clone(), leaving }
}
