// What the tests of imports do again and again: people to import, a file of them, a step of the screen.

/** Whom a service knows, for imports of the local administrator of one trust. */
export async function peopleOf(service) {
  const [[trust]] = service.rows(
    `select ods from administrator_role join administrator on id = administrator_id where subject = 'trust-la'`
  )
  const emails = (where, ...parameters) => service.rows(`select email from account where ${where}`, ...parameters).map(([email]) => email)
  const fitting = `ods = '${trust}' and aup_accepted = 1 and status = 'active'`
  return {
    trust,
    policyNamed: (name) => service.rows('select id from policy where ods = ? and name = ?', trust, name)[0][0],
    fullName: (policy) => service.rows('select full_name from policy where id = ?', policy)[0][0],
    membersOf: (policy) => emails('policy_id = ?', policy),
    /** People of the trust who can be moved to a policy with E3 and need no new seat of it: they have E3 already. */
    elsewhere: (policy, count) =>
      emails(
        `${fitting} and policy_id <> ? and policy_id in
           (select id from policy where ods = '${trust}' and (kind = 'national' or full_name like '${trust}.E3.%'))
         order by email limit ${count}`,
        policy
      ),
    /** People of the trust who are in one policy. */
    in: (policy, count) => emails(`${fitting} and policy_id = ? order by email limit ${count}`, policy),
    /** People of the trust who are in no policy. */
    inNone: (count) => emails(`${fitting} and policy_id is null order by email limit ${count}`),
    /** How many jobs there were for a policy, and how many people they changed. */
    jobsOf: (policy) => service.rows('select count(*), coalesce(sum(changed), 0) from job where policy_id = ?', policy)[0]
  }
}

/** Chooses a CSV file of addresses, or of the lines given, and has it checked. */
export async function check(page, lines, { heading = 'Email Address', name = 'people.csv' } = {}) {
  const buffer = Buffer.from([heading, ...lines].join('\n'))
  await page.getByLabel('Members file').setInputFiles({ name, mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Check file' }).click()
}

export const confirmMoves = (page) => page.getByRole('checkbox', { name: 'I confirm the moves' }).check()

export const upload = (page) => page.getByRole('button', { name: 'Upload' }).click()

export const finished = (page) => page.getByRole('heading', { name: 'Import finished' }).waitFor()

/** What is asked of the server to send a part. */
export const SENDING = '**/api/policies/*/members'

/** Holds the request for the part of that number, from 1, back; gives it once it was made. */
export function hold(target, number = 1) {
  let count = 0
  return new Promise((resolve) => {
    target.route(SENDING, (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      count += 1
      return count === number ? resolve(route) : route.continue()
    })
  })
}
