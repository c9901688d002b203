import ArgumentParser

/// What an option `--set name=value` says.
func namedValue(_ setting: String) throws -> (name: String, value: String) {
  let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
  guard parts.count == 2 else { throw ValidationError("--set wants name=value, found \(setting.debugDescription)") }
  return (parts[0], parts[1])
}
