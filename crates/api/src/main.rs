//! `upm-api`: reads the command line, runs the command, says plainly why it failed.

use std::process::ExitCode;

use api::{
    administrators,
    backup::backup,
    cli::{Cli, Command},
    log, memory, organisations, seed,
    server::Server,
    shared_mailboxes, subscriptions,
};
use clap::Parser as _;
use domain::{date, ods::OdsCode};

fn main() -> ExitCode {
    memory::share_among_threads();
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("upm-api: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    log::start(&cli.log, cli.log_format)?;
    log::panics();
    let runtime = tokio::runtime::Runtime::new()?;
    match &cli.command {
        Command::Serve(args) => runtime.block_on(async {
            let stop = stop_signal()?;
            Ok(Server::start(args).await?.run(stop).await?)
        }),
        Command::Backup(args) => {
            let size = runtime.block_on(backup(args))?;
            let (database, file) = (without_password(&args.database_url), args.file.display());
            println!("Backed up {database} into {file}: {size} bytes, checked");
            Ok(())
        }
        Command::RecordAdministrator(args) => {
            runtime.block_on(administrators::record(args))?;
            println!("{} administers {}", args.name, list(&args.organisations));
            Ok(())
        }
        Command::RemoveAdministrator(args) => {
            let taken = runtime.block_on(administrators::remove(args))?;
            println!("Took {taken} of their roles away");
            Ok(())
        }
        Command::ImportOrganisations(args) => {
            println!("{}", runtime.block_on(organisations::import(args))?);
            Ok(())
        }
        Command::RecordSubscription(args) => {
            let product = runtime.block_on(subscriptions::record(args))?;
            let (ods, seats, end) = (&args.organisation, args.seats, args.end_date);
            println!("{ods} has {seats} seats of {product} until {}", date::written(end));
            Ok(())
        }
        Command::RecordSharedMailbox(args) => {
            runtime.block_on(shared_mailboxes::record(args))?;
            println!("{} is a shared mailbox of {}", args.address, args.organisation);
            Ok(())
        }
        Command::RemoveSharedMailbox(args) => {
            let was_listed = runtime.block_on(shared_mailboxes::remove(args))?;
            let said =
                if was_listed { "is not listed here any more" } else { "was not listed here" };
            println!("{} {said}", args.address);
            Ok(())
        }
        Command::Seed(args) => {
            runtime.block_on(seed::seed(args))?;
            println!(
                "Made {} organisations, {} policies and {} people in {}",
                args.organisations,
                args.policies,
                args.users,
                without_password(&args.database_url)
            );
            Ok(())
        }
    }
}

fn list(organisations: &[OdsCode]) -> String {
    organisations.iter().map(OdsCode::as_str).collect::<Vec<_>>().join(", ")
}

/// A database as it can be shown: what stands before the server's name may hold a password.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((kind, _)), Some((_, server))) if kind.starts_with("postgres") => {
            format!("{kind}://{server}")
        }
        _ => url.to_owned(),
    }
}

/// Becomes ready when the program is asked to stop: Ctrl+C, or SIGTERM from a service manager.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without a handler there is nothing to wait for; the program is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
