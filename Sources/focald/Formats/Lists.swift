import Access
import Service

/// Origins: `https://a.example, http://localhost:3000`, or `*`.
struct OriginList: SettingFormat {
  var permitted: String { "origins such as https://a.example, with commas between them, or *" }

  func read(_ text: String) -> CrossOrigins? { CrossOrigins(text) }

  func write(_ value: CrossOrigins) -> String { value.description }
}

/// Proxies: `10.0.0.0/8, ::1, unix`.
struct ProxyList: SettingFormat {
  var permitted: String { "addresses, networks such as 10.0.0.0/8, or unix, with commas between them" }

  func read(_ text: String) -> TrustedProxies? { TrustedProxies(text) }

  func write(_ value: TrustedProxies) -> String { value.description }
}
