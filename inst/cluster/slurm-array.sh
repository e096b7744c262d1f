#!/bin/sh
# A cohort on a SLURM cluster, without a master: each task of the array makes one part in a
# shared folder. A task that is killed or requeued makes its part again with the same bits;
# a finished part is kept.
#
# 1. Cut it into parts, once, where R runs:
#      Rscript -e 'muscletwin::cohort_parts(twin = muscletwin::muscle_cohort(1e9),
#                    output = "summary", parts = 200, to = "/shared/cohort")'
# 2. Submit, with as many tasks as there are parts:
#      sbatch --array=1-200 slurm-array.sh /shared/cohort
# 3. Collect, when all tasks are done:
#      Rscript -e 'saveRDS(muscletwin::cohort_collect("/shared/cohort"), "cohort.rds")'
#
#SBATCH --job-name=muscletwin
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=01:00:00
#SBATCH --requeue
set -eu
folder=${1:?give the folder of the parts}
: "${SLURM_ARRAY_TASK_ID:?submit this as an array: sbatch --array=1-N}"
exec Rscript -e '
  arguments <- commandArgs(trailingOnly = TRUE)
  muscletwin::cohort_part(as.integer(arguments[[2]]), arguments[[1]], threads = as.integer(arguments[[3]]))
' "$folder" "$SLURM_ARRAY_TASK_ID" "${SLURM_CPUS_PER_TASK:-1}"
