import ArgumentParser

/// The flags: one for each setting, and the one that names the file.
struct SettingFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read settings from this file.",
      discussion: "Else from the one that FOCALD_CONFIG names, else from /etc/focald/focald.yaml if it is there.",
      valueName: "path"))
  var config: String?

  @Option(Settings.host) var host: GivenSetting?
  @Option(Settings.port) var port: GivenSetting?
  @Option(Settings.ioThreads) var ioThreads: GivenSetting?
  @Option(Settings.connectionLimit) var connectionLimit: GivenSetting?
  @Option(Settings.clientConnectionLimit) var clientConnectionLimit: GivenSetting?
  @Option(Settings.adminPort) var adminPort: GivenSetting?
  @Option(Settings.workers) var workers: GivenSetting?
  @Option(Settings.queueLength) var queueLength: GivenSetting?
  @Option(Settings.bodyLimit) var bodyLimit: GivenSetting?
  @Option(Settings.memory) var memory: GivenSetting?
  @Option(Settings.outputLimit) var outputLimit: GivenSetting?
  @Option(Settings.compressAbove) var compressAbove: GivenSetting?
  @Option(Settings.systemSharedMemory) var systemSharedMemory: GivenSetting?
  @Option(Settings.networks) var networks: GivenSetting?
  @Option(Settings.networkConvolution) var networkConvolution: GivenSetting?
  @Option(Settings.networkPrecision) var networkPrecision: GivenSetting?
  @Option(Settings.apiKeys) var apiKeys: GivenSetting?
  @Option(Settings.quota) var quota: GivenSetting?
  @Option(Settings.tlsCertificate) var tlsCertificate: GivenSetting?
  @Option(Settings.tlsKey) var tlsKey: GivenSetting?
  @Option(Settings.tlsClientCA) var tlsClientCA: GivenSetting?
  @Option(Settings.corsOrigins) var corsOrigins: GivenSetting?
  @Option(Settings.trustedProxies) var trustedProxies: GivenSetting?
  @Option(Settings.deadline) var deadline: GivenSetting?
  @Option(Settings.connectionTimeout) var connectionTimeout: GivenSetting?
  @Option(Settings.headTimeout) var headTimeout: GivenSetting?
  @Option(Settings.bodyTimeout) var bodyTimeout: GivenSetting?
  @Option(Settings.writeTimeout) var writeTimeout: GivenSetting?
  @Option(Settings.drainDelay) var drainDelay: GivenSetting?
  @Option(Settings.drainTime) var drainTime: GivenSetting?
  @Option(Settings.logLevel) var logLevel: GivenSetting?
  @Option(Settings.logFormat) var logFormat: GivenSetting?
  @Option(Settings.accessLog) var accessLog: GivenSetting?

  /// What the flags say.
  var statements: [GivenSetting] {
    let flags = [
      host, port, ioThreads, connectionLimit, clientConnectionLimit, adminPort, workers, queueLength, bodyLimit,
      memory, outputLimit, compressAbove,
      systemSharedMemory, networks, networkConvolution, networkPrecision, apiKeys, quota, tlsCertificate, tlsKey,
      tlsClientCA, corsOrigins, trustedProxies,
      deadline, connectionTimeout, headTimeout, bodyTimeout, writeTimeout, drainDelay, drainTime,
      logLevel,
      logFormat,
      accessLog,
    ]
    return flags.compactMap { $0 }
  }

  /// The settings in force: defaults < file < environment < flags.
  func settings(
    environment: [String: String] = EnvironmentSource.current
  ) throws(SettingError) -> Settings {
    var all: [GivenSetting] = []
    if let path = ConfigurationFile.path(flag: config, environment: environment) {
      all += try ConfigurationFile.statements(at: path)
    }
    return try Settings(all + EnvironmentSource.statements(in: environment) + statements)
  }
}

extension Option where Value == GivenSetting? {
  /// A setting's flag. Its value is checked with the file's and the environment's, not while it is parsed.
  init(_ setting: any SettingDeclaration) {
    let (key, flag) = (setting.key, setting.flag)
    let doc = setting.doc.split(separator: "\n").joined(separator: " ")
    self.init(
      name: .customLong(flag),
      help: ArgumentHelp("\(doc) (default: \(setting.defaultText))", valueName: flag),
      transform: { GivenSetting(key: key, text: $0, source: .flag(flag)) })
  }
}
