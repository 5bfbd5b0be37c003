using System.Text.Json.Serialization;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Scorers.Bert;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scorers.Engine;
using ScoringFairness.Service.Scorers.External;
using ScoringFairness.Service.Scorers.Linear;
using ScoringFairness.Service.Scorers.NasBert;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Scorers;

internal static class ScorersSetup
{
    /// <summary>The kinds of scorer, in the order in which they are offered, and their JSON.</summary>
    public static void AddScorers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.AddSettings<TrainingSettings>().Hub(builder.Configuration));
        builder.Services.AddSingleton<EncodedResponses>();
        builder.AddSettings<EngineSettings>();
        builder.AddSettings<NasBertSettings>();
        builder.Services.AddSingleton<IScorerKind, BertKind>().AddSingleton<IScorerKind, LinearKind>().AddSingleton<IScorerKind, NasBertKind>();
        builder.Services.AddSingleton<IScorerKind, EngineKind>();
        builder.AddChatModels();
        builder.Services.AddSingleton<IScorerKind, ExternalKind>();
        builder.Services.AddSingleton<ScorerKinds>();
        builder.Services.AddSingleton<JsonConverter, ScorerRequestConverter>();
        builder.Services.AddSingleton<JsonConverter>(services => new ScorerDesignConverter(
            services.GetRequiredService<ScorerKinds>().All.ToDictionary(kind => kind.Word, kind => kind.DesignType)));
        builder.Services.AddOptions<SwaggerGenOptions>().Configure<ScorerKinds>((options, kinds) => options.AddSchemaFilterInstance(new ScorerSchemas(kinds)));
    }
}
