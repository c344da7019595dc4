using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Scenarios.Accounts.Links;
using Platform.Scenarios.ChannelCheck;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Conversations.HandOver;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Drafts;
using Platform.Scenarios.FreeDialogue;
using Platform.Scenarios.Improvement;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Search;
using Platform.Scenarios.Pipeline;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Routes;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Wording;
using Platform.Scenarios.Skills;
using Platform.Scenarios.Skills.ClassicalPoetry;
using Platform.Scenarios.Skills.KnowledgeAnswers;
using Platform.Scenarios.Skills.Summaries;
using Platform.Scenarios.Skills.Translation;
using Platform.Scenarios.Turns;
using Platform.Scenarios.Uploads;

namespace Platform.Scenarios;

/// <summary>Adds every scenario and use case; the only file that names them all.</summary>
public static class ScenarioRegistration
{
    public static IServiceCollection AddPlatformScenarios(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMessages(typeof(ScenarioRegistration).Assembly);

        services.AddOptions<ConversationOptions>().BindConfiguration("Conversations").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ScenarioCatalog>();
        services.AddSingleton<RunningTurns>();
        services.AddHostedService<KnownScenario>();
        services.AddHostedService<OwedTurns>();
        services.AddHostedService<WaitWatch>();
        services.AddSingleton<UploadFiles>();

        services.AddOptions<KnowledgeOptions>().BindConfiguration("Knowledge").ValidateDataAnnotations()
            .Validate(o => TimeZoneInfo.TryFindSystemTimeZoneById(o.TimeZone, out _), "Knowledge:TimeZone is not known to this system. Use an IANA name such as Asia/Shanghai or UTC.")
            .ValidateOnStart();
        services.AddOptions<AnswerPolicyOptions>().BindConfiguration("Knowledge").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<KnowledgeLedger>();
        services.AddSingleton<LiveKnowledge>();
        services.AddHostedService<StarterKnowledge>();

        services.AddSingleton<StoredRoutes>();
        services.AddHostedService(sp => sp.GetRequiredService<StoredRoutes>());

        services.AddSingleton<IScenario, ChannelCheckScenario>();

        services.AddOptions<CustomerServiceOptions>().BindConfiguration("CustomerService").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GroundedAnswer>();
        services.AddSingleton<QuestionRewrite>();
        services.AddSingleton<IScenario, CustomerServiceScenario>();

        services.AddOptions<ImprovementOptions>().BindConfiguration("Improvement").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ChildProcess>();
        services.AddSingleton<PromotedModels>();
        services.AddHostedService(sp => sp.GetRequiredService<PromotedModels>());
        services.AddSingleton(sp => new RunWorker(sp));
        services.AddHostedService(sp => sp.GetRequiredService<RunWorker>());
        services.AddOptions<DocumentWritingOptions>().BindConfiguration("Writing").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DocumentWriter>();
        services.AddSingleton<DraftStore>();

        // Before practice: a code is for the platform, not for the character.
        services.AddSingleton<IScenario, LinkScenario>();

        services.AddSingleton<PracticeScenes>();
        services.AddSingleton<ReleasedContent>();
        services.AddHostedService(sp => sp.GetRequiredService<ReleasedContent>());
        services.AddSingleton(_ => ActMaterial.Shipped());
        services.AddSingleton<RecogniserFolder>();
        services.AddSingleton<RecogniserTraining>();
        services.AddSingleton<RecognisersInService>();
        services.AddHostedService(sp => sp.GetRequiredService<RecognisersInService>());
        services.AddSingleton(_ => Recognisers.OfProgram);
        services.AddHostedService<ShippedWeightsCache>();
        services.AddSingleton<CharacterVoice>();
        services.AddSingleton<IScenario, PracticeScenario>();

        // After practice: what is said in a role-play goes to the role-play, which looks for itself.
        services.AddOptions<SafetyOptions>().BindConfiguration("Safety").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OwnDanger>();
        services.AddSingleton<CrisisReply>();
        services.AddSingleton<IScenario, CrisisScenario>();

        // After the watch for danger: a document is asked about and written for long, and must not keep it away.
        services.AddSingleton<IScenario, DocumentWritingScenario>();

        services.AddSingleton<SkillCatalog>();
        services.AddSingleton<SkillModel>();
        services.AddSingleton<RemotePoet>();
        services.AddSingleton<ClassicalPoetrySkill>();
        services.AddSingleton<ISkill>(sp => sp.GetRequiredService<ClassicalPoetrySkill>());
        services.AddSingleton<ISkill, TranslationSkill>();
        services.AddSingleton<ISkill, KnowledgeSkill>();
        services.AddSingleton<ISkill, SummarySkill>();
        services.AddSingleton<IScenario, PoetryScenario>();
        services.AddSingleton<IScenario, TextSkillScenario>();

        // After the watch for danger: a chat goes on for long, and must not keep it away.
        services.AddOptions<FreeDialogueOptions>().BindConfiguration("Dialogue").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IScenario, FreeDialogueScenario>();
        return services;
    }

    /// <summary>MediatR with its handlers, validators and behaviours; its own registration package is not needed for this.</summary>
    private static void AddMessages(this IServiceCollection services, Assembly assembly)
    {
        services.AddScoped<ServiceFactory>(provider => type => provider.GetService(type)!);
        services.AddScoped<Mediator>();
        services.AddSingleton<IMediator, MessageScope>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TracingBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));

        Type[] contracts = [typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator<>)];
        foreach (var type in assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }))
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && contracts.Contains(i.GetGenericTypeDefinition())))
                services.AddTransient(contract, type);
    }
}
