import Access
import HTTPServer
import Logging
import Operations

/// What SIGHUP does: reads the files again that settings name. What cannot be used leaves everything as it was.
struct Reload: Sendable {
  let settings: Settings
  let access: AccessControl
  let networks: ServedNetworks
  let server: HTTPServer
  let manager: ServiceManager
  let log: Logger

  func run() {
    manager.notify(.reloading)
    defer { manager.notify(.ready) }
    do {
      let (rules, credentials) = (try AccessRules(settings), try settings.tlsCredentials())
      try networks.load(settings)
      access.replace(rules)
      if let credentials { server.replace(credentials) }
      log.info(
        "read again",
        metadata: [
          "keys": .stringConvertible(rules.keys?.count ?? 0),
          "networks": .stringConvertible(networks.store.names.count),
        ])
    } catch {
      log.error("not read again: \(error)")
    }
  }
}
