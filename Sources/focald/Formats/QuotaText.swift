import Access

/// What a client may have in a time: `100/s, 64MiB/s`.
struct QuotaText: SettingFormat {
  var permitted: String { Quota.permitted }

  func read(_ text: String) -> Quota? { Quota(text) }

  func write(_ value: Quota) -> String { value.description }
}
