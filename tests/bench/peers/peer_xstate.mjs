// xstate: a state machine in JavaScript. `node peer_xstate.mjs SECONDS [persisted]`
import { createMachine, createActor, assign } from 'xstate'

const machine = createMachine({
  id: 'bench', initial: 'menu', context: { out: '', city: '' },
  states: {
    menu: { entry: assign({ out: 'Press 1 for times, 2 for address' }), on: { 1: 'times', 2: 'city' } },
    times: { entry: assign({ out: 'Open 9 to 5' }), type: 'final' },
    city: {
      entry: assign({ out: 'Which city?' }),
      on: { TEXT: { guard: ({ event }) => event.text.length > 2, target: 'confirm',
        actions: assign({ city: ({ event }) => event.text }) } },
    },
    confirm: {
      entry: assign({ out: ({ context }) => `You said ${context.city}. Right?` }),
      on: { 1: 'done', 2: 'city' },
    },
    done: { entry: assign({ out: 'Goodbye' }), type: 'final' },
  },
})
const answers = [{ type: '2' }, { type: 'TEXT', text: 'Paris' }, { type: '1' }]
let size = 0

function inMemory() {
  const actor = createActor(machine).start()
  for (const answer of answers) actor.send(answer)
  return actor.getSnapshot().context.out
}

function persisted() {
  let actor = createActor(machine).start()
  let stored = JSON.stringify(actor.getPersistedSnapshot())
  for (const answer of answers) {
    actor = createActor(machine, { snapshot: JSON.parse(stored) }).start()
    actor.send(answer)
    stored = JSON.stringify(actor.getPersistedSnapshot())
    size = Math.max(size, stored.length)
  }
  return actor.getSnapshot().context.out
}

const hold = process.argv[3] === 'persisted' ? persisted : inMemory
for (let i = 0; i < 50; i++) hold()
const begin = process.hrtime.bigint()
let held = 0, seconds = 0
while (seconds < Number(process.argv[2])) {
  for (let i = 0; i < 20; i++, held++) if (hold() !== 'Goodbye') throw new Error('no good-bye')
  seconds = Number(process.hrtime.bigint() - begin) / 1e9
}
console.log(held * 3 / seconds, size)
