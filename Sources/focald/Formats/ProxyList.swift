import Access
import Service

/// Proxies: `10.0.0.0/8, ::1, unix`.
struct ProxyList: SettingFormat {
  var permitted: String { "addresses, networks such as 10.0.0.0/8, or unix, with commas between them" }

  func read(_ text: String) -> TrustedProxies? { TrustedProxies(text) }

  func write(_ value: TrustedProxies) -> String { value.description }
}
