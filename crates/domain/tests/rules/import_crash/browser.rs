//! A browser in which an import runs, the network that it uses, and the administrator in front of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    import::{
        machine::{Effect, Event, Failure, Import, MovesConfirmed, Source, Stage},
        plan::Plan,
        report::SheetReport,
    },
    member::{AssignRequest, ImportPart},
};

use super::{
    fates::{Fate, Round, Wish},
    model_server::{PartName, Server, problem},
    store::{Snapshot, Store},
};
use crate::support::{email, import_id, licences};

/// More steps than any import here needs, however unlucky it is.
const MANY_STEPS: usize = 3_000;

pub(crate) struct Browser {
    pub(crate) import: Import,
    pub(crate) server: Server,
    /// Of every part that was ever sent: of which generation it is.
    pub(crate) sent: BTreeMap<PartName, u32>,
    /// What happened on the way that allows for another end than that everybody has an outcome.
    pub(crate) excuses: Excuses,
    sheet: SheetReport,
    store: Store,
    begun: usize,
    /// Parts on their way that the browser has given up on, and at which step they arrive.
    late: Vec<(usize, String, AssignRequest)>,
    /// Parts that may have arrived, of which the browser has not learnt whether they did.
    in_doubt: BTreeSet<PartName>,
    refusals: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Excuses {
    /// It was told to stop.
    pub(crate) stopped: bool,
    /// A plan that was made again was left.
    pub(crate) went_back: bool,
    /// What is stored is not how far it was.
    pub(crate) not_kept: bool,
}

impl Browser {
    pub(crate) fn new(server: Server, sheet: SheetReport) -> Self {
        Self {
            import: begin(0, sheet.clone()),
            server,
            sent: BTreeMap::new(),
            excuses: Excuses::default(),
            sheet,
            store: Store::default(),
            begun: 1,
            late: Vec::new(),
            in_doubt: BTreeSet::new(),
            refusals: 0,
        }
    }

    /// Runs the import until it is finished and the administrator has no more wishes; or until there is nothing to do.
    pub(crate) fn run(&mut self, fates: &[Fate], wishes: &[Wish], rounds: &[Round]) {
        let (mut fates, mut rounds) = (fates.iter(), rounds.iter());
        for step in 0..MANY_STEPS {
            self.deliver_until(step);
            let effect = self.import.next();
            let snapshot = match &effect {
                Some(Effect::Save(unsaved)) => Some(Snapshot::of(&self.import, unsaved)),
                _ => None,
            };
            let wishes = wishes.iter().filter(|wish| wish.at_step == step);
            if self.wish(wishes, effect.as_ref()) {
                continue;
            }
            match (effect, snapshot) {
                (Some(Effect::Save(unsaved)), Some(snapshot)) => {
                    let fate = fates.next().copied().unwrap_or(Fate::Answered);
                    self.save(Event::Saved(unsaved), snapshot, fate);
                }
                (Some(Effect::Wait { .. }), _) => self.import.apply(Event::Waited),
                (Some(effect), _) => {
                    let fate = fates.next().copied().unwrap_or(Fate::Answered);
                    self.request(effect, fate, step);
                }
                (None, _) if matches!(self.import.stage(), Stage::Finished { .. }) => {
                    let Some(round) = rounds.next() else { return };
                    self.begin_round(round);
                }
                (None, _) if self.administer() => {}
                (None, _) => return,
            }
        }
        panic!("it does not come to an end: {:?}", self.import.next());
    }

    /// Everything that was begun comes to its end, and the administrator looks once more.
    pub(crate) fn settle_down(&mut self) {
        self.deliver_until(usize::MAX);
        self.server.work_to_the_end();
        if matches!(self.import.stage(), Stage::Finished { .. }) {
            self.import.apply(Event::ReadBackAgain);
            self.run(&[], &[], &[]);
        }
    }

    fn apply(&mut self, event: Event) {
        if event == Event::Cancel {
            match self.import.stage() {
                Stage::Sending { .. } => self.excuses.stopped = true,
                Stage::LookingUp | Stage::Reviewing { .. } if self.import.generation() > 0 => {
                    self.excuses.went_back = true;
                }
                _ => {}
            }
        }
        self.import.apply(event);
    }

    /// Applies wishes; says whether what is under way, if anything, is dropped for them.
    fn wish<'a>(
        &mut self,
        wishes: impl Iterator<Item = &'a Wish>,
        under_way: Option<&Effect>,
    ) -> bool {
        let only_reads = matches!(
            under_way,
            None | Some(Effect::Follow(_) | Effect::Ask { .. } | Effect::Wait { .. })
        );
        let mut is_dropped = false;
        for wish in wishes {
            self.apply(wish.event.clone());
            is_dropped |= only_reads && (wish.drops || under_way.is_none());
        }
        is_dropped
    }

    fn save(&mut self, saved: Event, snapshot: Snapshot, fate: Fate) {
        match fate {
            Fate::CrashBefore => self.crash(),
            Fate::CrashAfter => {
                self.store.write(snapshot);
                self.crash();
            }
            Fate::NotKept => {
                self.excuses.not_kept = true;
                self.apply(Event::SaveFailed);
            }
            _ => {
                self.store.write(snapshot);
                self.apply(saved);
            }
        }
    }

    fn request(&mut self, effect: Effect, fate: Fate, step: usize) {
        let part = match &effect {
            Effect::Send { request, .. } => Some(self.check_sending(request)),
            _ => None,
        };
        let is_known_undone = matches!(fate, Fate::SignedOut | Fate::Refused | Fate::CrashBefore);
        let is_answered = matches!(fate, Fate::Answered | Fate::Moved(..) | Fate::NotKept);
        if let Some(part) = part
            && !is_known_undone
            && !is_answered
        {
            self.in_doubt.insert(part);
        }
        let transient = Event::Failed(Failure::Transient { retry_after: None });
        let event = match fate {
            Fate::Answered | Fate::NotKept => self.answer(effect),
            Fate::Lost | Fate::Busy => transient,
            Fate::AnswerLost => {
                self.answer(effect);
                transient
            }
            Fate::Late(steps) => {
                if let Effect::Send { key, request } = effect {
                    self.late.push((step + steps, key, request));
                }
                transient
            }
            Fate::SignedOut => Event::Failed(Failure::SignedOut),
            Fate::Refused => Event::Failed(Failure::Refused(problem(403, "forbidden"))),
            Fate::CrashBefore => return self.crash(),
            Fate::CrashAfter => {
                self.answer(effect);
                return self.crash();
            }
            Fate::Moved(person, to) => {
                self.server.moved_by_somebody_else(&email(&format!("p{person}")), to);
                self.answer(effect)
            }
        };
        if let Event::Asked(_) = event {
            self.in_doubt.clear();
        }
        self.apply(event);
    }

    /// What must be true whenever a part is sent.
    fn check_sending(&mut self, request: &AssignRequest) -> PartName {
        let ImportPart { id, part, .. } = request.import.clone().expect("a part of an import");
        if self.import.is_kept() {
            assert!(self.store.has_going(part), "part {part} is sent and not written down");
        }
        let name = (id, part);
        if !self.excuses.not_kept {
            assert!(!self.in_doubt.contains(&name), "part {part} is sent again unasked");
        }
        let index = usize::try_from(part - 1).expect("few parts");
        self.sent.insert(name.clone(), self.import.parts().all()[index].generation);
        name
    }

    /// What the server answers.
    fn answer(&mut self, effect: Effect) -> Event {
        match effect {
            Effect::LookUp(asked) => {
                let response = self.server.look_up(&asked);
                Event::LookedUp { asked, response }
            }
            Effect::Send { key, request } => match self.server.assign(&key, &request) {
                Ok(response) => Event::Answered(response),
                Err(problem) => {
                    assert!(self.excuses.not_kept, "two parts were sent under one number");
                    Event::Failed(Failure::Refused(*problem))
                }
            },
            Effect::Ask { import, part } => Event::Asked(self.server.ask(&(import, part))),
            Effect::Follow(job) => Event::Progressed(self.server.follow(&job)),
            Effect::CancelJob(job) => Event::CancelAccepted(self.server.cancel(&job)),
            Effect::Save(_) | Effect::Wait { .. } => panic!("the server has no part in it"),
        }
    }

    /// What was late arrives.
    fn deliver_until(&mut self, step: usize) {
        let arrived = self.late.extract_if(.., |(due, ..)| *due <= step);
        for (_, key, request) in arrived.collect::<Vec<_>>() {
            // Nobody hears the answer, which is a refusal if the browser forgot this part and sent another one.
            let answer = self.server.assign(&key, &request);
            assert!(answer.is_ok() || self.excuses.not_kept);
        }
    }

    /// The browser is gone; all that is left is what was written down.
    fn crash(&mut self) {
        self.import = self.store.restore().unwrap_or_else(|| {
            self.begun += 1;
            begin(self.begun, self.sheet.clone())
        });
    }

    fn begin_round(&mut self, round: &Round) {
        for (person, to) in &round.moved {
            self.server.moved_by_somebody_else(&email(&format!("p{person}")), *to);
        }
        self.apply(round.event.clone());
    }

    /// What the administrator does when it is their turn; says whether there is anything to do.
    fn administer(&mut self) -> bool {
        match self.import.standstill() {
            // Whoever is refused time and again gives up.
            Some(Failure::Refused(_)) if self.refusals % 3 == 2 => {
                self.refusals += 1;
                self.apply(Event::Cancel);
                self.apply(Event::Retry);
            }
            Some(failure) => {
                self.refusals += usize::from(matches!(failure, Failure::Refused(_)));
                self.apply(Event::Retry);
            }
            None => {
                self.apply(Event::Confirm(MovesConfirmed::Yes));
                self.apply(Event::Upload);
                if matches!(self.import.stage(), Stage::Reviewing { .. }) {
                    self.apply(Event::Cancel);
                    return !matches!(self.import.stage(), Stage::Reviewing { .. });
                }
            }
        }
        true
    }
}

fn begin(number: usize, sheet: SheetReport) -> Import {
    let source = Source::of(Some("members.xlsx".to_owned()), &sheet);
    let mut plan = Plan::new(licences("target", &["SPE_E3"]));
    plan.push(sheet);
    Import::new(import_id(&format!("import-{number}")), source, plan)
}
