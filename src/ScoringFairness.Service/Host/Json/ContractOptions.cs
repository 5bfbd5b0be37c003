using System.Text.Json;
using System.Text.Json.Serialization;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ScoringFairness.Service.Host.Json;

/// <summary>JSON as the contract has it, with the converters that slices registered for types of their own.</summary>
internal sealed class ContractOptions(IEnumerable<JsonConverter> converters)
{
    /// <summary>The options.</summary>
    public JsonSerializerOptions Json { get; } = ContractJson.Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web), converters);
}

internal static class ContractSetup
{
    /// <summary>JSON of requests, answers and what is stored; a slice adds converters as <see cref="JsonConverter"/>.</summary>
    public static void AddContractJson(this IServiceCollection services)
    {
        services.AddSingleton<ContractOptions>();
        services.AddOptions<HttpJsonOptions>()
            .Configure<IEnumerable<JsonConverter>>((options, converters) =>
            {
                // Of clients alone: what is stored may be of a version that had other names.
                ContractJson.Configure(options.SerializerOptions, converters).UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
                options.SerializerOptions.AllowDuplicateProperties = false;
            });
    }
}
