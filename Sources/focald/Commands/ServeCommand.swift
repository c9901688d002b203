import ArgumentParser

/// `focald serve`, and what `focald` alone does.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve over HTTP until SIGTERM or SIGINT.",
    discussion: """
      The first signal lets the admitted requests be answered, then the process ends with status 0, or with 1 if \
      some were not within drain_time. A second signal ends it at once.
      """)

  @OptionGroup(title: "Settings") var flags: SettingFlags

  func run() throws {
    throw ExitCode(try serve(flags.settings()))
  }
}
