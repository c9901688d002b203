import Access
import Service
import Logging

extension AccessRules {
  /// What the settings say of who may come in. Reads the files they name.
  init(_ settings: Settings) throws(SettingError) {
    self.init()
    if let path = settings[Settings.apiKeys] { keys = try Self.keys(at: path) }
    quota = settings[Settings.quota] ?? .none
    proxies = settings[Settings.trustedProxies] ?? .none
    takesCertificates = settings[Settings.tlsClientCA] != nil
  }

  private static func keys(at path: String) throws(SettingError) -> [APIKey] {
    let text: String
    do {
      text = try readFile(path)
    } catch {
      throw .file(of: Settings.apiKeys, path, "cannot be read: \(error)")
    }
    do {
      return try KeyFile.keys(in: text, scopes: OperationDescription.scopes)
    } catch {
      throw .file(of: Settings.apiKeys, path, "\(error)")
    }
  }
}
