using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Platform.Data.Accounts;
using Platform.Data.Conventions;
using Platform.Data.Conversations;
using Platform.Data.Datasets;
using Platform.Data.DocumentWriting;
using Platform.Data.Knowledge;
using Platform.Data.ModelRegistry;
using Platform.Data.Operations;
using Platform.Data.Reviews;
using Platform.Data.Routes;
using Platform.Data.Simulations;
using Platform.Data.Uploads;

namespace Platform.Data;

/// <summary>Everything that is kept. One model; each provider has its own subclass because it has its own migrations.</summary>
public abstract class PlatformDbContext(DbContextOptions options) : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options)
{
    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<Turn> Turns => Set<Turn>();

    public DbSet<Feedback> Feedback => Set<Feedback>();

    public DbSet<KnowledgeEntry> KnowledgeEntries => Set<KnowledgeEntry>();

    public DbSet<KnowledgeEntryVersion> KnowledgeEntryVersions => Set<KnowledgeEntryVersion>();

    public DbSet<KnowledgeDocument> KnowledgeDocuments => Set<KnowledgeDocument>();

    public DbSet<Passage> Passages => Set<Passage>();

    public DbSet<KnowledgeRevision> KnowledgeRevisions => Set<KnowledgeRevision>();

    public DbSet<Review> Reviews => Set<Review>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<PracticeSession> PracticeSessions => Set<PracticeSession>();

    public DbSet<PracticeTurn> PracticeTurns => Set<PracticeTurn>();

    public DbSet<PracticeCohort> PracticeCohorts => Set<PracticeCohort>();

    public DbSet<PracticeAssignment> PracticeAssignments => Set<PracticeAssignment>();

    public DbSet<CheckMark> CheckMarks => Set<CheckMark>();

    public DbSet<ActCorrection> ActCorrections => Set<ActCorrection>();

    public DbSet<SafetyNote> SafetyNotes => Set<SafetyNote>();

    public DbSet<Whisper> Whispers => Set<Whisper>();

    public DbSet<PreferencePair> PreferencePairs => Set<PreferencePair>();

    public DbSet<AuthoredContent> AuthoredContents => Set<AuthoredContent>();

    public DbSet<AuthoredVersion> AuthoredVersions => Set<AuthoredVersion>();

    public DbSet<DatasetVersion> DatasetVersions => Set<DatasetVersion>();

    public DbSet<DatasetRow> DatasetRows => Set<DatasetRow>();

    public DbSet<ModelVersion> ModelVersions => Set<ModelVersion>();

    public DbSet<Promotion> Promotions => Set<Promotion>();

    public DbSet<Run> Runs => Set<Run>();

    public DbSet<SetupCode> SetupCodes => Set<SetupCode>();

    public DbSet<ChannelLink> ChannelLinks => Set<ChannelLink>();

    public DbSet<LinkCode> LinkCodes => Set<LinkCode>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<KeyUsage> KeyUsage => Set<KeyUsage>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<StoredRoute> StoredRoutes => Set<StoredRoute>();

    public DbSet<DocumentDraft> DocumentDrafts => Set<DocumentDraft>();

    public DbSet<Upload> Uploads => Set<Upload>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseUtcTimes();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PlatformDbContext).Assembly);
    }
}
