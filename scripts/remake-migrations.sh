#!/usr/bin/env bash
# Before the first release only: writes the single Initial migration of both providers anew from the model.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf src/Platform.Data/Migrations
dotnet build src/Platform.Data -v q --nologo
for provider in Sqlite SqlServer; do
  dotnet ef migrations add Initial --no-build --project src/Platform.Data --context "${provider}PlatformDbContext" -o "Migrations/$provider"
  dotnet build src/Platform.Data -v q --nologo
done
