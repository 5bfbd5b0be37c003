using Microsoft.Extensions.Options;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Torch;

/// <summary>What BERT is trained on, found out once for the process.</summary>
internal static class TorchSetup
{
    private const string Queues = "Worker:" + nameof(QueueSettings.Queues);

    /// <summary>Reads the settings; a worker on a GPU serves every queue, unless it is told which.</summary>
    public static void AddTorch(this IHostApplicationBuilder builder)
    {
        var device = builder.AddSettings<TorchSettings>().Named();
        builder.Services.AddSingleton(device);
        if (device.IsGpu && builder.Configuration[Queues] is null)
        {
            builder.Configuration.AddInMemoryCollection([new(Queues, string.Join(',', QueueSettings.AllQueues))]);
        }
    }

    /// <summary>Makes sure, before anything is trained, that it can be; a process without a worker trains nothing.</summary>
    /// <exception cref="SettingException">It cannot.</exception>
    public static void PrepareTorch(this IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<QueueSettings>>().Value.Enabled)
        {
            services.GetRequiredService<IOptions<TorchSettings>>().Value.Ready();
        }
    }

    /// <summary>The device of a verb that has no worker.</summary>
    /// <exception cref="SettingException">It cannot be used.</exception>
    public static TorchDevice OfEnvironment() => new ConfigurationBuilder().AddEnvironmentVariables().Build().Read<TorchSettings>().Ready();
}
