extension ConfigurationText {
  /// `docs/configuration.md`: every setting in a table.
  static func markdown() -> String { markdownHeading + Settings.all.map(row).joined() + markdownEnd }

  private static func row(_ setting: any SettingDeclaration) -> String {
    "| `\(setting.key)` | `\(setting.defaultText)` | \(markdownCell(setting.permitted)) | \(markdownCell(setting.doc)) |\n"
  }

  private static let markdownHeading = """
    # Configuration

    Printed by `focald config --markdown`; `make docs` writes it anew.

    Every setting has a default. A file, the environment and flags change it, in rising precedence:

        # focald.yaml
        port: 9000

        FOCALD_PORT=9000 .build/release/focald --config focald.yaml
        .build/release/focald --port 9000         # or: make run ARGS="--port 9000"

    The names follow from each other: `io_threads`, `FOCALD_IO_THREADS`, `--io-threads`. The file is the one that
    `--config` or `FOCALD_CONFIG` names, else `/etc/focald/focald.yaml` if it exists. An unknown name or an unusable
    value is an error at start, which names its place. `focald config` prints the settings in force and the source of
    each; `focald config --template` prints [config/focald.yaml](../config/focald.yaml), a file with every setting.

    A size is a number of bytes, or has a unit in upper or lower case: `kB`, `MB` and `GB` are powers of 1000, `KiB`,
    `MiB` and `GiB` powers of 1024, and the `B` may be left out: `32MB` is 32,000,000 bytes, `64MiB` 67,108,864, `1g`
    1,000,000,000. A time has the unit `ms`, `s`, `m` or `h`.

    | setting | default | permitted | meaning |
    |---|---|---|---|

    """

  private static let markdownEnd = """

    How much memory requests take, and how to choose `body_limit`, `connection_limit` and a container's memory limit
    together: [performance.md](performance.md#memory) and the [threat model](threat-model.md#memory).

    """
}
