/// What this build is.
public enum BuildInformation {
  /// The version, as in CHANGELOG.md and openapi.yaml.
  public static let version = "0.1.0"
  /// The program in one line: `--help`, `GET /` and the image's label say it.
  public static let summary = "Losses, boxes, anchors and detections of object detectors over HTTP"
}
