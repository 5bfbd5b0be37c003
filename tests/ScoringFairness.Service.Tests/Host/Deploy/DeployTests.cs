using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Host.Deploy;

/// <summary>The samples of the deployment: what they name can be written, the program starts with them, and the tools that read them find no fault.</summary>
public sealed partial class DeployTests
{
    public static TheoryData<string> Processes => [.. DeployedProcess.All.Select(process => process.Name)];

    [Fact]
    public void Every_sample_is_tried() => Assert.Equal(
        [
            "compose service", "compose worker", "kubernetes scoring-fairness", "kubernetes scoring-fairness-worker",
            "kubernetes scoring-fairness-worker-gpu", "systemd scoring-fairness.service", "systemd scoring-fairness-worker@.service",
        ],
        DeployedProcess.All.Select(process => process.Name));

    [Theory]
    [MemberData(nameof(Processes))]
    public void Each_has_folders_for_models_states_a_hub_and_temporary_files_and_can_write_there(string name)
    {
        var process = Named(name);
        Assert.Subset(process.Settings.Keys.ToHashSet(), new HashSet<string> { "Training__ModelRoot", "Training__ResumeRoot", "HF_HOME" });
        Assert.All(process.Folders.Append("/tmp"), folder => Assert.Contains(
            process.Writable, writable => folder == writable || folder.StartsWith($"{writable}/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public async Task Each_starts_with_its_arguments_and_settings(string name)
    {
        var process = Named(name);
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new TemporaryFolder();
        // Addresses of the machine that it is meant for; here any free port of loopback.
        var arguments = Address().Replace(process.Arguments, "http://127.0.0.1:0");
        (string, string)[] settings = [.. process.SettingsWithin(folder.Path), ("URLS", "http://127.0.0.1:0")];
        using var started = await ServiceProcess.StartedAsync(arguments, database.ConnectionString, settings);
        Assert.Equal(0, await started.StopAsync());
    }

    [Fact]
    public void Each_folder_of_the_images_settings_is_made_in_it_for_its_user()
    {
        var image = DeployedProcess.Text("src", "Dockerfile");
        var made = Made().Match(image).Groups["folders"].Value.Split(' ');
        Assert.Equal(
            ["/data/cache", "/data/models", "/data/resume"],
            Folder().Matches(image).Select(setting => setting.Groups["folder"].Value).Order(StringComparer.Ordinal));
        Assert.All(Folder().Matches(image), setting => Assert.Contains(setting.Groups["folder"].Value, made));
        var compose = Named("compose worker").Folders.Order(StringComparer.Ordinal);
        Assert.Equal(made.Order(StringComparer.Ordinal), compose);
    }

    [Fact]
    public void Each_change_is_tried_by_the_two_commands_that_the_readme_begins_with()
    {
        var workflow = DeployedProcess.Yaml(DeployedProcess.Text(".github", "workflows", "ci.yml"));
        var jobs = ((Dictionary<object, object>)DeployedProcess.At(workflow, "jobs")!).Values;
        string[] commands = [.. jobs.SelectMany(job => DeployedProcess.List(job, "steps")).Select(step => DeployedProcess.At(step, "run")).OfType<string>()];
        Assert.Equal(["bash src/run.sh --once", "bash tests/run.sh"], commands.Order(StringComparer.Ordinal));
        var readme = DeployedProcess.Text("README.md");
        Assert.All(commands, command => Assert.Contains(command, readme, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_objects_of_kubernetes_name_is_there()
    {
        var all = DeployedProcess.Objects();
        string[] Names(string kind) => [.. all.Where(one => (string)one["kind"] == kind).Select(one => (string)DeployedProcess.At(one, "metadata", "name")!)];
        var deployments = all.Where(one => (string)one["kind"] == "Deployment").ToList();
        foreach (var deployment in deployments)
        {
            var pod = DeployedProcess.At(deployment, "spec", "template", "spec");
            var volumes = DeployedProcess.List(pod, "volumes");
            var container = DeployedProcess.List(pod, "containers").Single();
            Assert.Equal(
                (string?)DeployedProcess.At(deployment, "spec", "selector", "matchLabels", "app"),
                (string?)DeployedProcess.At(deployment, "spec", "template", "metadata", "labels", "app"));
            Assert.All(DeployedProcess.List(container, "volumeMounts"), mount => Assert.Contains(
                volumes, volume => (string?)DeployedProcess.At(volume, "name") == (string?)DeployedProcess.At(mount, "name")));
            Assert.All(
                volumes.Select(volume => (string?)DeployedProcess.At(volume, "persistentVolumeClaim", "claimName")).OfType<string>(),
                claim => Assert.Contains(claim, Names("PersistentVolumeClaim")));
            Assert.All(
                DeployedProcess.List(container, "envFrom"),
                from => Assert.Contains((string)DeployedProcess.At(from, "configMapRef", "name")!, Names("ConfigMap")));
            var ports = DeployedProcess.List(container, "ports").Select(port => (string)DeployedProcess.At(port, "name")!).ToList();
            Assert.All(
                new[] { "livenessProbe", "startupProbe" },
                probe => Assert.Contains((string)DeployedProcess.At(container, probe, "httpGet", "port")!, ports));
        }
        var service = all.Single(one => (string)one["kind"] == "Service");
        Assert.Contains(
            (string?)DeployedProcess.At(service, "spec", "selector", "app"),
            deployments.Select(deployment => (string?)DeployedProcess.At(deployment, "spec", "template", "metadata", "labels", "app")));
    }

    [Fact]
    public void A_worker_is_named_as_systemd_leaves_a_name()
    {
        string[] files = ["src/deploy/scoring-fairness-worker@.service", "src/ScoringFairness.Service/docs/operation.md"];
        var named = files.SelectMany(file => Instance().Matches(DeployedProcess.Text(file))).Select(match => match.Groups["name"].Value).ToList();
        Assert.NotEmpty(named);
        // A comma is escaped and a hyphen stands for a slash.
        Assert.All(named, name => Assert.Matches("^[A-Za-z0-9_]+$", name));
    }

    [Fact]
    public async Task Systemd_finds_no_fault_in_the_units()
    {
        using var folder = new TemporaryFolder();
        foreach (var (unit, instance) in new[]
        {
            ("scoring-fairness.service", "scoring-fairness.service"), ("scoring-fairness-worker@.service", "scoring-fairness-worker@1.service"),
        })
        {
            // The program itself need not be installed here.
            var text = DeployedProcess.Text("src", "deploy", unit).Replace("/usr/bin/dotnet", "/bin/sh", StringComparison.Ordinal);
            await File.WriteAllTextAsync(folder.File(instance), text, TestContext.Current.CancellationToken);
            await FindsNoFaultAsync("systemd-analyze", "systemd-analyze is not here", "verify", "--man=no", folder.File(instance));
        }
    }

    [Fact]
    public Task Docker_compose_finds_no_fault_in_its_file() => FindsNoFaultAsync(
        "docker", "docker compose is not here", "compose", "--file", Path.Combine(Checkout.Folder, "docker-compose.yml"), "config", "--quiet");

    private static async Task FindsNoFaultAsync(string tool, string missing, params string[] arguments)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)))
            || (tool == "docker" && (await RunAsync(tool, ["compose", "version"])).Status != 0))
        {
            Assert.Skip($"{missing}: only the structure was looked at.");
        }
        var (status, told) = await RunAsync(tool, arguments);
        Assert.True(status == 0 && told.Length == 0, told);
    }

    private static async Task<(int Status, string Told)> RunAsync(string tool, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, $"{await output}{error}".Trim());
    }

    private static DeployedProcess Named(string name) => DeployedProcess.All.Single(process => process.Name == name);

    [GeneratedRegex(@"http://[^ ]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"mkdir -p (?<folders>[^&]+?) &&")]
    private static partial Regex Made();

    [GeneratedRegex(@"(HF_HOME|Training__\w+Root)=(?<folder>\S+)")]
    private static partial Regex Folder();

    [GeneratedRegex(@"scoring-fairness-worker@(?<name>[^\s`.]+)")]
    private static partial Regex Instance();
}
