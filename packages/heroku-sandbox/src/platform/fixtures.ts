/** Parts of Heroku's world that never change here, under ids of our own. */
export const stack = { id: 'f9f9cbd7-2970-41ef-8db5-3df7123b041f', name: 'heroku-24' }
export const region = { id: '59accabd-516d-4f0e-83e6-6e3757701145', name: 'us' }
export const cedar = { id: '69b2e8f8-95a1-4d2b-8d6c-4a9a1f1e0f55', name: 'cedar' }
