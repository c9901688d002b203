import ArgumentParser

/// `focald healthcheck`: for containers, which have no curl.
struct HealthcheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "healthcheck",
    abstract: "Ask a running focald whether it is ready; the exit status is 0 if it is, else 1.")

  @OptionGroup(title: "Settings") var flags: SettingFlags

  func run() throws {
    let settings = try flags.settings()
    let probe = HealthProbe(
      host: settings[Settings.host], port: settings[Settings.adminPort] ?? settings[Settings.port],
      // The listener for health and metrics speaks in clear.
      isTLS: settings[Settings.adminPort] == nil && settings[Settings.tlsCertificate] != nil)
    do {
      let status = try probe.status(of: "/readyz")
      guard status == 200 else { throw HealthProbe.Failure(reason: "answered \(status)") }
      print("ready")
    } catch {
      writeToStandardError("focald: \(probe.host) port \(probe.port) is not ready: \(error)\n")
      throw ExitCode(1)
    }
  }
}
