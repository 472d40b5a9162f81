export const usage = `Uses a stored connection without its credential.

  app-connections login
      Prints an address and a code. Who confirms the code there, in a browser, lets this program act for them.

  app-connections logout
      Ends that.

  app-connections run <connection> -- <command> [arguments]
      Runs a command with a way to the platform that lasts as long as the command does.

  app-connections lease <connection> [--scope <scope>]... [--seconds <seconds>] -- <command> [arguments]
      Gives a command a token of its own in its environment, for what insists on one, and ends the token after it.
      Without --scope it is all that the grant allows, without --seconds an hour at most.

  app-connections proxy --connection <connection> [--port <port>]
      Keeps such a way open until it is ended, and prints the variables that lead to it.

  app-connections plan <sync>
      Shows what a sync of a config set would change at its app now, and changes nothing.

  app-connections approve <sync> --plan <id> --hash <hash>
      Approves a plan that somebody else has made, just as it was shown with that hash, where the sync asks for it.

  app-connections apply <sync> [--plan <id>] [--skip-conflicts]
      Carries that plan out, or without one what is planned now. One release, or none where nothing differs.

  app-connections undo <sync> [--plan <id>]
      Plans to put back what stood before the last plan that was applied, or before that one. Apply it by its id.

  app-connections drift <sync> [--take-in | --put-back]
      Looks which keys of a sync somebody else has changed at its app, in which release. With one of the two it plans to
      take the changes into the set, or to put back what the sync had set. Apply that plan by its id.

  app-connections import --project <id> --environment <slug> [--path <path>] [--dialect <name>] [--dry-run] <file>
      Stores the keys of a text in a config set. - is what comes in.

  app-connections export --project <id> --environment <slug> [--path <path>] [--dialect <name>] [--output <file>]
      Writes a config set as a text: into a new file, or out; on a screen only with --show.

A sync is named by its name or its id. These seven need no grant but a role in the project, and so a machine identity.
With --json all but export write one JSON object. Exit code: 2 where plan, undo, drift or import --dry-run found changes,
1 where something failed.

A connection is named by its name or its id.

  --app <app>       of this platform alone, by its word in addresses
  --project <id>    of this project alone
  -h, --help        this text

  APP_CONNECTIONS_URL             the address of the service

The caller is whoever is logged in there or, where both of these are set, a machine identity:

  APP_CONNECTIONS_CLIENT_ID
  APP_CONNECTIONS_CLIENT_SECRET

The caller needs a grant of the connection. Exit code: that of the command; 2 for arguments that are not understood, 125
where no way could be opened, 126 and 127 where the command could not be started.
`
