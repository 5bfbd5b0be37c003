using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ScoringFairness.Service.Tests.Host.Deploy;

/// <summary>One process of the program as a sample of the deployment has it.</summary>
/// <param name="Name">Which.</param>
/// <param name="Arguments">Its verb and options.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Writable">The folders that it can write below.</param>
internal sealed partial record DeployedProcess(
    string Name, string Arguments, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Writable)
{
    private const string Database = "ConnectionStrings__Database";

    /// <summary>Every process of every sample.</summary>
    public static IReadOnlyList<DeployedProcess> All { get; } = [.. Compose(), .. Kubernetes(), .. Systemd()];

    /// <summary>A file of the checkout.</summary>
    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([Checkout.Folder, .. path]));

    /// <summary>The documents of <c>kubernetes.yaml</c>.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<object, object>> Objects() =>
        [.. List(Yaml(Text("src", "deploy", "kubernetes.yaml")), "items").Cast<IReadOnlyDictionary<object, object>>()];

    /// <summary>What stands at a place of YAML; null where nothing does.</summary>
    public static object? At(object? node, params string[] path) =>
        path.Aggregate(node, (at, name) => at is IDictionary<object, object> map && map.TryGetValue(name, out var value) ? value : null);

    public static IReadOnlyList<object> List(object? node, params string[] path) => At(node, path) is List<object> list ? list : [];

    /// <summary>What a text in YAML says.</summary>
    public static object? Yaml(string text) => new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(text))));

    private static IEnumerable<DeployedProcess> Compose()
    {
        foreach (var (name, service) in (Dictionary<object, object>)At(Yaml(Text("docker-compose.yml")), "services")!)
        {
            if (At(service, "build") is null)
            {
                continue;
            }
            Assert.Equal("true", At(service, "read_only"));
            yield return new DeployedProcess(
                $"compose {name}", string.Join(' ', List(service, "command")), Strings(At(service, "environment")),
                [.. List(service, "tmpfs").Cast<string>(), .. List(service, "volumes").Select(volume => ((string)volume).Split(':')[1])]);
        }
    }

    private static IEnumerable<DeployedProcess> Kubernetes()
    {
        var all = Objects();
        var shared = Strings(At(all.Single(one => (string)one["kind"] == "ConfigMap"), "data"));
        foreach (var deployment in all.Where(one => (string)one["kind"] == "Deployment"))
        {
            var container = List(deployment, "spec", "template", "spec", "containers").Single();
            Assert.Equal("true", At(container, "securityContext", "readOnlyRootFilesystem"));
            var own = List(container, "env").ToDictionary(one => (string)At(one, "name")!, one => At(one, "value") as string ?? "");
            yield return new DeployedProcess(
                $"kubernetes {At(deployment, "metadata", "name")}", string.Join(' ', List(container, "args")),
                shared.Concat(own).ToDictionary(),
                [.. List(container, "volumeMounts").Where(mount => At(mount, "readOnly") is null).Select(mount => (string)At(mount, "mountPath")!)]);
        }
    }

    private static IEnumerable<DeployedProcess> Systemd()
    {
        var file = Lines(Text("src", "deploy", "scoring-fairness.env")).ToList();
        foreach (var unit in new[] { "scoring-fairness.service", "scoring-fairness-worker@.service" })
        {
            var lines = Lines(Text("src", "deploy", unit)).ToLookup(line => line.Name, line => line.Value);
            Assert.Equal(["strict", "true", "true"], [.. lines["ProtectSystem"], .. lines["ProtectHome"], .. lines["PrivateTmp"]]);
            yield return new DeployedProcess(
                $"systemd {unit}", Program().Match(lines["ExecStart"].Single()).Groups["arguments"].Value,
                file.Concat(lines["Environment"].Select(Setting)).ToDictionary(one => one.Name, one => one.Value),
                [
                    "/tmp", .. lines["StateDirectory"].Single().Split(' ').Select(folder => $"/var/lib/{folder}"),
                    .. lines["CacheDirectory"].Select(folder => $"/var/cache/{folder}"),
                ]);
        }
    }

    private static (string Name, string Value) Setting(string line) =>
        line.Trim('"').Split('=', 2) is [var name, var value] ? (name, value) : throw new FormatException(line);

    private static IEnumerable<(string Name, string Value)> Lines(string text) => text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#' && line.Contains('=', StringComparison.Ordinal)).Select(Setting);

    private static Dictionary<string, string> Strings(object? map) => ((Dictionary<object, object>)map!).ToDictionary(
        one => (string)one.Key, one => Convert.ToString(one.Value, CultureInfo.InvariantCulture)!);

    /// <summary>Its settings for a try on this machine: with folders below one of the test's own, and no database.</summary>
    public (string Name, string Value)[] SettingsWithin(string folder) =>
        [.. Settings.Where(one => one.Key is not (Database or "URLS")).Select(one => (one.Key, IsFolder(one.Key) ? Within(folder, one.Value) : one.Value))];

    /// <summary>The folders that its settings name.</summary>
    public IEnumerable<string> Folders => Settings.Where(one => IsFolder(one.Key)).Select(one => one.Value);

    private static bool IsFolder(string name) =>
        name is "HF_HOME" || name.EndsWith("Root", StringComparison.Ordinal) || name.EndsWith("Cache", StringComparison.Ordinal);

    private static string Within(string folder, string path) => Directory.CreateDirectory(Path.Combine(folder, path.TrimStart('/'))).FullName;

    [GeneratedRegex(@"scoring-fairness\.dll (?<arguments>.*)$")]
    private static partial Regex Program();
}
