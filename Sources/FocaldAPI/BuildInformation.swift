/// What this build is.
public enum BuildInformation {
  /// The version, as in CHANGELOG.md and openapi.yaml.
  public static let version = "0.1.0"
}
