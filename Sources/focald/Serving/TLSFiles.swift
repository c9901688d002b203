import HTTPServer

extension Settings {
  /// What the files say that the settings for TLS name; nil: HTTP is spoken in clear.
  func tlsCredentials() throws(SettingError) -> TLSCredentials? {
    let authority = self[Settings.tlsClientCA]
    guard let certificate = self[Settings.tlsCertificate], let key = self[Settings.tlsKey] else {
      let lone: [any SettingDeclaration] = [
        (self[Settings.tlsCertificate] == nil ? nil : Settings.tlsCertificate as any SettingDeclaration),
        (self[Settings.tlsKey] == nil ? nil : Settings.tlsKey), (authority == nil ? nil : Settings.tlsClientCA),
      ].compactMap { $0 }
      guard let lone = lone.first else { return nil }
      throw .incomplete(lone, "TLS needs both tls_certificate and tls_key")
    }
    let texts = (try Self.bytes(certificate, Settings.tlsCertificate), try Self.bytes(key, Settings.tlsKey))
    let clientAuthority = try authority.map { path throws(SettingError) in try Self.bytes(path, Settings.tlsClientCA) }
    do {
      return try TLSCredentials(certificate: texts.0, key: texts.1, clientAuthority: clientAuthority)
    } catch {
      throw .incomplete(Settings.tlsCertificate, "\(error)")
    }
  }

  private static func bytes(_ path: String, _ setting: any SettingDeclaration) throws(SettingError) -> [UInt8] {
    do {
      return Array(try readFile(path).utf8)
    } catch {
      throw .file(of: setting, path, "cannot be read: \(error)")
    }
  }
}
