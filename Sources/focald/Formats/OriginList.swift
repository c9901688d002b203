import Access
import Service

/// Origins: `https://a.example, http://localhost:3000`, or `*`.
struct OriginList: SettingFormat {
  var permitted: String { "origins such as https://a.example, with commas between them, or *" }

  func read(_ text: String) -> CrossOrigins? { CrossOrigins(text) }

  func write(_ value: CrossOrigins) -> String { value.description }
}
