/// One statement about one setting, as it was found; not yet checked.
struct GivenSetting: Sendable, Equatable {
  var key: String
  var text: String
  var source: SettingSource
}
